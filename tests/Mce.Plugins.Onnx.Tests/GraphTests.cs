using Microsoft.ML.OnnxRuntime;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Inputs that nobody reads or that have defaults, and outputs that are something else's memory.</summary>
public sealed class GraphTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private const int Float = OnnxBuilder.Float;

    [Fact]
    public void Execute_UnusedInput_MustBeGivenAndChangesNothing()
    {
        using IModel model = onnx.Load(new OnnxBuilder().Input("x", Float, 2).Input("unused", Float, 3).Output("y", Float, 2).Node("Neg", ["x"], ["y"]));
        using InferenceTensor x = Numbers(1, 2), unused = Numbers(7, 8, 9);

        using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, x, unused));

        Assert.Equal([-1, -2], y.ToArray<float>());
        Assert.Equal(MceErrorCodes.InputMissing, Assert.Throws<MceException>(() => OnnxFixture.Run(model, x)).Code);
    }

    [Fact]
    public void Execute_InputWithADefault_MayBeLeftOutOrGiven()
    {
        // The default comes first in the file; in the signature, inputs that must be given come first.
        using IModel model = onnx.Load(new OnnxBuilder().Input("w", Float, 2).Input("x", Float, 2).Weights("w", [10, 20], 2).Output("y", Float, 2).Node("Add", ["x", "w"], ["y"]));
        Assert.Equal("(x: float32[2], w: float32[2] (optional)) → (y: float32[2])", model.Signature.ToString());
        using InferenceTensor x = Numbers(1, 2), other = Numbers(5, 5);
        using IModelInstance instance = model.CreateInstance();

        foreach ((InferenceTensor? w, float[] expected) in ((InferenceTensor?, float[])[])[(null, [11, 22]), (other, [6, 7]), (null, [11, 22])])
        {
            using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, instance, x, w));
            Assert.Equal(expected, y.ToArray<float>());
        }
    }

    [Fact]
    public void Load_DefaultsOfTheOldFormat_AreNoInputs()
    {
        // Before IR version 4 every weight was listed as an input too; ONNX Runtime lets nobody give those.
        byte[] file = new OnnxBuilder { IrVersion = 3 }.Input("x", Float, 2).Input("w", Float, 2).Weights("w", [10, 20], 2).Output("y", Float, 2).Node("Add", ["x", "w"], ["y"]).Build();
        using IModel model = onnx.LoadFile(onnx.Write("old.onnx", file));
        using var bare = new InferenceSession(file);

        Assert.Equal(bare.InputNames.Concat(bare.OverridableInitializerMetadata.Keys), model.Signature.Inputs.Select(i => i.Name));
        Assert.Equal("x", Assert.Single(model.Signature.Inputs).Name);
    }

    [Fact]
    public void Execute_OneValueUnderManyNames_EachOutputIsItsOwn()
    {
        using IModel model = onnx.Load(new OnnxBuilder().Input("x", Float, null).Weights("w", [7, 8], 2)
            .Output("x", Float, null).Output("a", Float, null).Output("b", Float, null).Output("w", Float, null).Output("v", Float, null)
            .Node("Identity", ["x"], ["a"]).Node("Identity", ["a"], ["b"]).Node("Identity", ["w"], ["v"]));
        using InferenceTensor x = Numbers(1, 2);
        using IModelInstance instance = model.CreateInstance();

        for (int round = 0; round < 2; round++)
        {
            InferenceTensor[] outputs = OnnxFixture.Run(model, instance, x);

            Assert.Equal(["1, 2", "1, 2", "1, 2", "7, 8", "7, 8"], outputs.Select(o => string.Join(", ", o.ToArray<float>())));
            // Whoever owns an output may write to it: nothing else, and no later call, may see that.
            for (int i = 0; i < outputs.Length; i++) outputs[i].AsSpan<float>().Fill(-i);
            Assert.Equal(["0, 0", "-1, -1", "-2, -2", "-3, -3", "-4, -4"], outputs.Select(o => string.Join(", ", o.ToArray<float>()).Replace("-0", "0", StringComparison.Ordinal)));
            Assert.Equal([1, 2], x.ToArray<float>());
            Assert.All(outputs, o => o.Dispose());
        }
    }

    [Fact]
    public void Execute_NoInputsAtAll_Works()
    {
        using IModel model = onnx.Load(new OnnxBuilder().Weights("w", [7, 8], 2).Output("y", Float, 2).Node("Neg", ["w"], ["y"]));

        using InferenceTensor y = Assert.Single(OnnxFixture.Run(model));

        Assert.Equal([-7, -8], y.ToArray<float>());
    }

    [Fact]
    public void Load_OutputTypeLeftOpen_IsInferred()
    {
        using IModel model = onnx.Load(new OnnxBuilder().Input("x", Float, 2).Output("y", []).Node("Neg", ["x"], ["y"]));

        Assert.Equal("(x: float32[2]) → (y: float32[2])", model.Signature.ToString());
    }

    private static InferenceTensor Numbers(params float[] values) => InferenceTensor.FromArray(values, values.Length);
}
