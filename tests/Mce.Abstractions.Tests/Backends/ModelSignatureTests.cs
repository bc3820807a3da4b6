namespace Mce.Abstractions.Tests.Backends;

public sealed class ModelSignatureTests
{
    private static readonly TensorSpec A = new("a", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 4]);
    private static readonly TensorSpec B = new("b", TensorElementType.Int64, []);

    [Fact]
    public void Find_Names_OrdinalSlots()
    {
        var signature = new ModelSignature([A, B], [B]);

        Assert.Equal((0, 1, -1, -1), (signature.FindInput("a"), signature.FindInput("b"), signature.FindInput("A"), signature.FindOutput("a")));
        Assert.Equal("(a: float32[batch, 4], b: int64[]) → (b: int64[])", signature.ToString());
    }

    [Fact]
    public void Constructor_NoInputs_Possible() => Assert.Empty(new ModelSignature([], [A]).Inputs);

    [Fact]
    public void Constructor_Impossible_Refused()
    {
        Assert.Throws<ArgumentException>(() => new ModelSignature([A], []));
        Assert.Throws<ArgumentException>(() => new ModelSignature([A, A], [B]));
        Assert.Throws<ArgumentException>(() => new ModelSignature([A], [B, B]));
        Assert.Throws<ArgumentNullException>(() => new ModelSignature(default, [B]));
        Assert.Throws<ArgumentNullException>(() => new ModelSignature([A], default));
    }
}
