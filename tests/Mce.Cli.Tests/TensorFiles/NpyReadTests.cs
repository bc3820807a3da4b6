using System.Text;
using Mce.Cli.TensorFiles;
using Mce.Conformance;

namespace Mce.Cli.Tests.TensorFiles;

public sealed class NpyReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Written => [.. NpyFiles.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Written))]
    public void Read_WrittenByNumPy_HoldsWhatNumPyPutIn(string name)
    {
        using InferenceTensor expected = NpyFiles.Expected(name);
        using InferenceTensor actual = TensorFile.Read(NpyFiles.PathOf(name), null);

        TensorAssert.Equal(expected, actual, name: name);
        Assert.True(actual.IsContiguous);
    }

    [Theory]
    [InlineData("object.npy", "pickled")]
    [InlineData("complex.npy", "complex")]
    [InlineData("structured.npy", "structured")]
    [InlineData("dates.npy", "dates")]
    [InlineData("void.npy", "|V5")]
    [InlineData("longdouble.npy", "<f16")]
    public void Read_TypeThatNoTensorHas_IsRefusedByName(string name, string named)
    {
        string message = Refused(NpyFiles.PathOf(name));

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Float32ForBFloat16_IsRoundedToNearest()
    {
        using InferenceTensor written = InferenceTensor.FromArray(new[] { 1f, 1.00390625f, 2f, -3.1415927f }, 4);
        TensorFile.Write(_folder.At("x.npy"), written);

        using InferenceTensor read = TensorFile.Read(_folder.At("x.npy"), TensorSpec.OfAnyShape("x", TensorElementType.BFloat16));

        // 1.00390625 lies half-way between two neighbours: ties go to the even one.
        Assert.Equal([0x3F80, 0x3F80, 0x4000, 0xC049], read.ToArray<BFloat16>().Select(v => (int)v.Bits));
    }

    [Fact]
    public void Read_BytesWanted_KeepsWhatIsNoText()
    {
        string path = _folder.Write("x.npy", Npy("{'descr': '|S3', 'fortran_order': False, 'shape': (2,), }", [0xFF, 0x00, 0x01, 0x41, 0x00, 0x00]));

        using InferenceTensor read = TensorFile.Read(path, TensorSpec.OfAnyShape("x", TensorElementType.Bytes));

        Assert.Equal(["FF0001", "41"], read.ToArray<ReadOnlyMemory<byte>>().Select(b => Convert.ToHexString(b.Span)));
    }

    [Fact]
    public void Read_BooleanOfAnotherByte_IsOne()
    {
        string path = _folder.Write("x.npy", Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 255, 2]));

        using InferenceTensor read = TensorFile.Read(path, null);

        Assert.Equal([0, 1, 1], System.Runtime.InteropServices.MemoryMarshal.AsBytes(read.AsReadOnlySpan<bool>()).ToArray());
    }

    [Fact]
    public void Read_OtherShapeOrTypeThanTheModels_SaysBoth()
    {
        var spec = new TensorSpec("pixels", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 64]);

        string message = Refused(NpyFiles.PathOf("fortran_float32.npy"), spec);

        Assert.Contains("float32[2, 3, 4]", message, StringComparison.Ordinal);
        Assert.Contains("pixels: float32[batch, 64]", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 16, "too long")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8), }", 8, "overflows")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }", 8, "cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 8, "no size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 8, "no size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }x", 8, "follows")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", 8, "lacks")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", 8, "neither True nor False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os'), }", 8, "'(' is expected")]
    [InlineData("{'descr': '<f4', 'descr", 8, "closed")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2,), }", 8, "descr")]
    [InlineData("{'descr': '<f', 'fortran_order': False, 'shape': (2,), }", 8, "descr")]
    [InlineData("{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }", 8, "<f3")]
    [InlineData("{'descr': '<U999999999', 'fortran_order': False, 'shape': (2,), }", 8, "bytes")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,), }", 0, "more than fit")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (4000000000000000000, 8), }", 0, "more than fit")]
    [InlineData("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", 4, "no Unicode")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904, 8), }", 0, "overflow")]
    [InlineData("", 8, "'{' is expected")]
    public void Read_HostileHeader_IsRefusedBeforeMemoryIsTaken(string header, int bytes, string named)
    {
        byte[] data = new byte[bytes];
        data.AsSpan().Fill(0x7F);
        string path = _folder.Write("x.npy", Npy(header, data));

        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refused(path);

        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(new byte[] { }, "empty")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55 }, "doesn't begin")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0 }, "ends within")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 9, 0, 0, 0, 0, 0 }, "version 9.0")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, "claims")]
    public void Read_NoHeader_SaysSo(byte[] content, string named) =>
        Assert.Contains(named, Refused(_folder.Write("x.npy", content)), StringComparison.Ordinal);

    [Fact]
    public void Read_MissingFile_SaysWhatIsThere()
    {
        _folder.Write("y.npy", "");

        string message = Refused(_folder.At("x.npy"));

        Assert.Contains("x.npy", message, StringComparison.Ordinal);
        Assert.Contains("y.npy", message, StringComparison.Ordinal);
    }

    private static string Refused(string path, TensorSpec? spec = null)
    {
        string message = Assert.Throws<UsageException>(() => TensorFile.Read(path, spec)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static byte[] Npy(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. data];
}
