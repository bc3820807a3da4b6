using Mce.Cli.Running;

namespace Mce.Cli.Tests.Running;

public sealed class InputArgumentTests
{
    private static readonly ModelSignature Signature = new(
        [
            new TensorSpec("image", TensorElementType.Float32, [TensorDimension.Dynamic("n"), 3, TensorDimension.Dynamic("h"), TensorDimension.Dynamic("w")]),
            new TensorSpec("a=b", TensorElementType.Int64, []),
            new TensorSpec("0", TensorElementType.Int64, []),
        ],
        [new TensorSpec("y", TensorElementType.Float32, [])]);

    [Theory]
    [InlineData("image=x.npy", 0, "x.npy")]
    [InlineData("a=b=x.npy", 1, "x.npy")]
    [InlineData("1=x.npy", 1, "x.npy")]
    [InlineData("0=x.npy", 2, "x.npy")] // a name beats a position
    [InlineData("image=odd=name.npy", 0, "odd=name.npy")]
    [InlineData("image=C:\\x.npy", 0, "C:\\x.npy")]
    public void Parse_NameOrPosition_FindsInputAndFile(string text, int slot, string path)
    {
        InputArgument argument = InputArgument.Parse(text, Signature);

        Assert.Equal((slot, path), (argument.Slot, argument.Path));
        Assert.Null(argument.Shape);
    }

    [Fact]
    public void Parse_ShapeAfterTheFile_NarrowsTheSpec()
    {
        InputArgument argument = InputArgument.Parse("image=x.bin:1x3x224x200", Signature);

        Assert.Equal("x.bin", argument.Path);
        Assert.Equal("image: float32[1, 3, 224, 200]", argument.Narrow(Signature.Inputs[0]).ToString());
    }

    [Theory]
    [InlineData("x.npy")]
    [InlineData("=x.npy")]
    [InlineData("image=")]
    [InlineData("nothing=x.npy")]
    [InlineData("3=x.npy")]
    [InlineData("-1=x.npy")]
    public void Parse_NoInputOrNoFile_IsAMistakeThatSaysWhat(string text) =>
        Assert.Contains(text.Split('=')[0], Assert.Throws<UsageException>(() => InputArgument.Parse(text, Signature)).Message, StringComparison.Ordinal);

    [Fact]
    public void Narrow_ShapeThatTheModelDoesNotTake_SaysBoth()
    {
        InputArgument argument = InputArgument.Parse("image=x.bin:1x4x2x2", Signature);

        string message = Assert.Throws<UsageException>(() => argument.Narrow(Signature.Inputs[0])).Message;

        Assert.Contains("[1, 4, 2, 2]", message, StringComparison.Ordinal);
        Assert.Contains("[n, 3, h, w]", message, StringComparison.Ordinal);
    }
}
