using Mce.Testing;

namespace Mce.AspNetCore.Tests;

internal static class Models
{
    /// <summary>A scripted model of rows: <c>x: float32[batch, n]</c> → <c>y: float32[batch, n]</c>.</summary>
    public static ScriptedModel OfRows() => new ScriptedModel().WithSignature("x", "y", TensorDimension.Dynamic("batch"), TensorDimension.Dynamic("n"));
}
