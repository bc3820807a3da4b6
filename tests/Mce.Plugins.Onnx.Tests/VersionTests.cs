using Mce.Plugins.Onnx.Loading;
using Microsoft.ML.OnnxRuntime;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Versions of format and operators that the runtime lacks; what it has is asked of ONNX Runtime's own C# API.</summary>
public sealed class VersionTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Theory]
    [InlineData("ai.onnx")]
    [InlineData("ai.onnx.ml")]
    [InlineData("ai.onnx.preview")]
    [InlineData("ai.onnx.preview.training")]
    [InlineData("ai.onnx.training")]
    [InlineData("com.microsoft")]
    [InlineData("com.microsoft.experimental")]
    [InlineData("com.microsoft.nchwc")]
    [InlineData("org.pytorch.aten")]
    public void NewestOperatorSet_Domain_IsTheNewestThatOnnxRuntimeTakes(string domain)
    {
        long newest = RuntimeSupport.NewestOperatorSet(domain)!.Value;

        using (new InferenceSession(Using(domain, (int)newest)))
        {
            // It loads.
        }

        var refused = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(Using(domain, (int)newest + 1)));
        Assert.Contains($"till opset {newest}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NewestIrVersion_IsTheNewestThatOnnxRuntimeTakes()
    {
        using (new InferenceSession(Abs(RuntimeSupport.NewestIrVersion).Build()))
        {
            // It loads.
        }

        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(Abs(RuntimeSupport.NewestIrVersion + 1).Build()));
    }

    [Fact]
    public void Load_OperatorSetOfTheFuture_NamesItAndTheOperators()
    {
        MceException error = Refused(new OnnxBuilder { OperatorSet = 27 }.Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abs", ["x"], ["y"]).Build());

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("operator set ai.onnx 27 (for Abs); ONNX Runtime 1.31.1 reads up to ai.onnx 26", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FormatOfTheFuture_NamesIt()
    {
        MceException error = Refused(Abs(14).Build());

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("IR version 14; ONNX Runtime 1.31.1 reads up to 13", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OperatorSetOfThePast_NamesItAndTheOperator()
    {
        MceException error = Refused(new OnnxBuilder { OperatorSet = 5 }.Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abs", ["x"], ["y"]).Build(), problem: false);

        Assert.Equal((MceErrorCodes.ModelUnsupported, "Abs"), (error.Code, error.Fields["operator"]));
        Assert.Contains("no operator Abs for these types and this operator set", error.Message, StringComparison.Ordinal);
        Assert.Contains("ai.onnx 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OperatorThatOnnxRuntimeHasNotForAType_NamesIt()
    {
        MceException error = Refused(new OnnxBuilder().Input("x", 9, 1).Output("y", 9, 1).Node("Abs", ["x"], ["y"]).Build(), problem: false);

        Assert.Contains("Abs", error.Message, StringComparison.Ordinal);
    }

    private MceException Refused(byte[] file, bool problem = true)
    {
        string path = onnx.Write($"{Guid.NewGuid():N}.onnx", file);
        var error = Assert.Throws<MceException>(() => onnx.LoadFile(path));
        // What the outline can tell beforehand, it tells in the same words.
        if (problem) Assert.Equal([error.Message], onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None).Problems);
        return error;
    }

    private static OnnxBuilder Abs(long irVersion) =>
        new OnnxBuilder { IrVersion = (int)irVersion }.Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abs", ["x"], ["y"]);

    private static byte[] Using(string domain, int version)
    {
        OnnxBuilder builder = domain switch
        {
            "ai.onnx" => new OnnxBuilder { OperatorSet = version },
            "ai.onnx.ml" => new OnnxBuilder { MachineLearningSet = version },
            _ => new OnnxBuilder { FurtherSet = (domain, version) },
        };
        return builder.Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abs", ["x"], ["y"]).Build();
    }
}
