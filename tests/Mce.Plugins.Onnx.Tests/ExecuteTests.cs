namespace Mce.Plugins.Onnx.Tests;

public sealed class ExecuteTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Fact]
    public void Execute_Sklearn_GivesLabelsValuesAndKeys()
    {
        using IModel model = onnx.Load("sklearn_like");
        Assert.Equal("", model.Signature.ToString());
    }
}
