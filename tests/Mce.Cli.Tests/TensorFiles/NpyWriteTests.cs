using System.Text;
using Mce.Cli.TensorFiles;
using Mce.Conformance;

namespace Mce.Cli.Tests.TensorFiles;

public sealed class NpyWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // NumPy writes the same array in the same bytes; other byte orders, layouts and versions are read only.
    public static TheoryData<string> SameBytes =>
        [.. NpyFiles.Names.Where(n => !n.StartsWith("big_", StringComparison.Ordinal) && !n.StartsWith("fortran_", StringComparison.Ordinal)
            && n is not ("ascii.npy" or "bfloat16.npy" or "version2.npy" or "version3.npy" or "python2.npy" or "float16.npy" or "float32.npy" or "float64.npy"))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SameBytes))]
    public void Write_WhatNumPyWrote_IsTheSameFile(string name)
    {
        using InferenceTensor tensor = NpyFiles.Expected(name);

        TensorFile.Write(_folder.At(name), tensor);

        Assert.Equal(HeaderAndData(NpyFiles.PathOf(name)), HeaderAndData(_folder.At(name)));
    }

    [Theory]
    [InlineData("float16.npy")]
    [InlineData("float32.npy")]
    [InlineData("float64.npy")]
    public void Write_FloatingPoint_HasTheBytesThatItWasReadFrom(string name)
    {
        using InferenceTensor tensor = TensorFile.Read(NpyFiles.PathOf(name), null);

        TensorFile.Write(_folder.At(name), tensor);

        Assert.Equal(HeaderAndData(NpyFiles.PathOf(name)), HeaderAndData(_folder.At(name)));
    }

    [Fact]
    public void Write_BFloat16_IsFloat32ForNumPyAndComesBack()
    {
        using InferenceTensor tensor = NpyFiles.Expected("bfloat16.npy");

        TensorFile.Write(_folder.At("x.npy"), tensor);

        using InferenceTensor plain = TensorFile.Read(_folder.At("x.npy"), null);
        using InferenceTensor back = TensorFile.Read(_folder.At("x.npy"), TensorSpec.OfAnyShape("x", TensorElementType.BFloat16));
        Assert.Equal(TensorElementType.Float32, plain.ElementType);
        TensorAssert.Equal(tensor, back);
    }

    [Fact]
    public void Write_Strided_IsGathered()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
        using InferenceTensor turned = tensor.Permute(1, 0);

        TensorFile.Write(_folder.At("x.npy"), turned);

        using InferenceTensor read = TensorFile.Read(_folder.At("x.npy"), null);
        Assert.Equal([3L, 2L], read.Dimensions.ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], read.ToArray<int>());
    }

    [Fact]
    public void Write_TextOfManyPlanes_ComesBack()
    {
        string[] texts = ["", "😀", "\ud800", "a\0b", new string('x', 40_000)];
        using InferenceTensor tensor = InferenceTensor.FromArray(texts, 5);

        TensorFile.Write(_folder.At("x.npy"), tensor);

        using InferenceTensor read = TensorFile.Read(_folder.At("x.npy"), null);
        Assert.Equal(texts, read.ToArray<string>());
    }

    [Fact]
    public void Write_TextThatEndsWithZero_IsRefusedSinceNumPyWouldDropIt()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { "a\0" }, 1);

        Assert.Contains(".json", Assert.Throws<UsageException>(() => TensorFile.Write(_folder.At("x.npy"), tensor)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LargerThanOneChunk_IsWhole()
    {
        float[] values = [.. Enumerable.Range(0, 700_001).Select(i => (float)i)];
        using InferenceTensor tensor = InferenceTensor.FromArray(values, values.Length);

        TensorFile.Write(_folder.At("x.npy"), tensor);

        using InferenceTensor read = TensorFile.Read(_folder.At("x.npy"), null);
        Assert.Equal(values, read.ToArray<float>());
    }

    [Fact]
    public void Write_NoSuchFolder_NamesTheFile()
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>(1);

        Assert.Contains("x.npy", Assert.Throws<UsageException>(() => TensorFile.Write(_folder.At("none/x.npy"), tensor)).Message, StringComparison.Ordinal);
    }

    // Newer NumPy leaves room in the header for the array to grow; the rest must be the same to the byte.
    private static (string Header, string Data) HeaderAndData(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        int start = 10 + (content[8] | (content[9] << 8));
        Assert.Equal(0, start % 64);
        return (Encoding.ASCII.GetString(content[6..8]) + Encoding.ASCII.GetString(content, 10, start - 10).TrimEnd(), Convert.ToHexString(content.AsSpan(start)));
    }
}
