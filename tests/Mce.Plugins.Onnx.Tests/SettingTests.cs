namespace Mce.Plugins.Onnx.Tests;

/// <summary>The container settings that need more than a value to be seen working.</summary>
public sealed class SettingTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private static OnnxBuilder Named => new OnnxBuilder().Input("x", OnnxBuilder.Float, "batch", "a + b = c", 2).Output("y", OnnxBuilder.Float, "batch", "a + b = c", 2).Node("Abs", ["x"], ["y"]);

    [Fact]
    public void FreeDimensions_Names_AreFixedFromThenOn()
    {
        using IModel model = Load("FreeDimensions", "batch=3, a + b = c = 4");
        using InferenceTensor input = InferenceTensor.Create<float>(3, 4, 2);

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.Equal("(x: float32[3, 4, 2]) → (y: float32[3, 4, 2])", model.Signature.ToString());
        Assert.Equal([3, 4, 2], output.Dimensions.ToArray());
    }

    [Theory]
    [InlineData("rows=1", "names the dimension 'rows', and no input of the model has it. There are: batch, a + b = c.")]
    [InlineData("batch", "batch=1, seq=128")]
    [InlineData("batch=", "batch=1, seq=128")]
    [InlineData("batch=-1", "batch=1, seq=128")]
    [InlineData("=1", "batch=1, seq=128")]
    [InlineData("batch=1, batch=2", "each name once")]
    [InlineData("batch=99999999999999999999", "batch=1, seq=128")]
    public void FreeDimensions_Wrong_SaysWhatIsAllowed(string value, string says) => Refused("FreeDimensions", value, says);

    [Theory]
    [InlineData("CPU")]
    [InlineData("cpu")]
    [InlineData("CPUExecutionProvider")]
    [InlineData("")]
    public void Providers_Processor_Works(string value)
    {
        using IModel model = Load("Providers", value);
        using InferenceTensor input = InferenceTensor.FromArray(new float[] { -1, 2 }, 1, 1, 2);

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.Equal([1, 2], output.ToArray<float>());
    }

    [Theory]
    [InlineData("TPU")]
    [InlineData("CPU, Nonsense")]
    public void Providers_Unknown_NamesThoseThatThereAre(string value) =>
        Refused("Providers", value, $"There are: {string.Join(", ", Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Select(p => p[..^"ExecutionProvider".Length]))}.");

    [Fact]
    public void Sequences_Unknown_NamesThoseThatThereAre() => Refused("Sequences", "Padded", "Stacked, Ragged");

    private void Refused(string name, string value, string says)
    {
        var error = Assert.Throws<MceException>(() => Load(name, value).Dispose());

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private IModel Load(string name, string value) => onnx.LoadFile(onnx.Write($"{Guid.NewGuid():N}.onnx", Named.Build()), (name, value));
}
