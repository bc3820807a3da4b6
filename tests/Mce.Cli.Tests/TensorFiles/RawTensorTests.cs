using Mce.Cli.TensorFiles;

namespace Mce.Cli.Tests.TensorFiles;

public sealed class RawTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OneUnknownDimension_IsInferredFromTheLength()
    {
        byte[] content = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 255, 255];
        var spec = new TensorSpec("x", TensorElementType.Int16, [TensorDimension.Dynamic("batch"), 3]);

        using InferenceTensor read = TensorFile.Read(_folder.Write("x.bin", content), spec);

        Assert.Equal([2L, 3L], read.Dimensions.ToArray());
        Assert.Equal(new short[] { 1, 2, 3, 4, 5, -1 }, read.ToArray<short>());
    }

    [Theory]
    [InlineData(5, "no multiple")]
    [InlineData(0, "no multiple", 0L)]
    public void Read_LengthThatFitsNoShape_SaysSo(int bytes, string named, long columns = 3)
    {
        var spec = new TensorSpec("x", TensorElementType.Int16, [TensorDimension.Dynamic("batch"), columns]);

        Assert.Contains(named, Refused(new byte[bytes], spec), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FixedShape_NeedsExactlyItsBytes()
    {
        var spec = new TensorSpec("x", TensorElementType.Float64, [2, 2]);

        Assert.Contains("takes 32 bytes, and there are 31", Refused(new byte[31], spec), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ShapeThatTheLengthDoesNotTell_AsksForNpy()
    {
        var two = new TensorSpec("x", TensorElementType.Int8, [TensorDimension.Dynamic("a"), TensorDimension.Dynamic("b")]);

        Assert.Contains(".npy", Refused(new byte[4], two), StringComparison.Ordinal);
        Assert.Contains(".npy", Refused(new byte[4], TensorSpec.OfAnyShape("x", TensorElementType.Int8)), StringComparison.Ordinal);
        Assert.Contains(".npy", Refused(new byte[4], null), StringComparison.Ordinal);
        Assert.Contains(".npy", Refused(new byte[4], TensorSpec.OfAnyShape("x", TensorElementType.String)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BooleanOfAnotherByte_IsRefused() =>
        Assert.Contains("byte 2 at 1", Refused([1, 2], new TensorSpec("x", TensorElementType.Boolean, [2])), StringComparison.Ordinal);

    [Fact]
    public void Write_Numbers_AreTheBytesAsTheyLie()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { 1u, 0xFFFFFFFE }, 2);

        TensorFile.Write(_folder.At("y.bin"), tensor);

        Assert.Equal([1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF], File.ReadAllBytes(_folder.At("y.bin")));
    }

    private string Refused(byte[] content, TensorSpec? spec) =>
        Assert.Throws<UsageException>(() => TensorFile.Read(_folder.Write("x.bin", content), spec)).Message;
}
