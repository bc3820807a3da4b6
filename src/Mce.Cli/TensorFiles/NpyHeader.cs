using System.Buffers.Binary;
using System.Text;

namespace Mce.Cli.TensorFiles;

/// <summary>What stands before the elements of a <c>.npy</c> file.</summary>
/// <param name="Type">The elements.</param>
/// <param name="IsFortranOrder">Whether the first dimension varies fastest.</param>
/// <param name="Dimensions">Outermost first; empty for a scalar.</param>
/// <param name="DataOffset">Where the elements begin.</param>
internal sealed record NpyHeader(NpyType Type, bool IsFortranOrder, long[] Dimensions, long DataOffset)
{
    /// <summary>NumPy itself refuses headers over 10,000 bytes unless told to trust the file.</summary>
    private const int MaxLength = 1 << 20;

    public const int MagicLength = 6;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="UsageException">There is no header that can be understood, or its type is none of a tensor's.</exception>
    public static NpyHeader Read(TensorFileContent file)
    {
        Span<byte> head = stackalloc byte[12];
        int read = file.Read(head, 0);
        if (read < 10) throw TensorFileErrors.BadHeader(file.Path, "the file ends within it");
        int major = head[6];
        if (major is < 1 or > 3) throw TensorFileErrors.BadHeader(file.Path, $"it has version {major}.{head[7]}; 1.0, 2.0 and 3.0 are known");
        if (major > 1 && read < 12) throw TensorFileErrors.BadHeader(file.Path, "the file ends within it");

        int start = major == 1 ? 10 : 12;
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        if (length > file.Length - start) throw TensorFileErrors.BadHeader(file.Path, $"it claims {length:N0} bytes, and the file has {file.Length - start:N0} left");
        if (length > MaxLength) throw TensorFileErrors.BadHeader(file.Path, $"it claims {length:N0} bytes; at most {MaxLength:N0} are read");

        byte[] text = new byte[length];
        if (file.Read(text, start) < text.Length) throw TensorFileErrors.BadHeader(file.Path, "the file ends within it");
        Encoding encoding = major == 3 ? Encoding.UTF8 : Encoding.Latin1;
        return new NpyHeaderParser(file.Path, encoding.GetString(text)).Parse(start + length);
    }
}
