using System.Buffers.Binary;
using System.Text;

namespace Mce.TensorFiles;

/// <summary>What stands before the elements of a <c>.npy</c> file.</summary>
/// <param name="Type">The elements.</param>
/// <param name="IsFortranOrder">Whether the first dimension varies fastest.</param>
/// <param name="Dimensions">Outermost first; empty for a scalar.</param>
/// <param name="DataOffset">Where the elements begin.</param>
internal sealed record NpyHeader(NpyType Type, bool IsFortranOrder, long[] Dimensions, long DataOffset)
{
    /// <summary>NumPy itself refuses headers over 10,000 bytes unless told to trust the file.</summary>
    private const int MaxLength = 1 << 20;

    private const int Alignment = 64;

    public const int MagicLength = 6;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>How many bytes the header takes, by its first ones.</summary>
    /// <param name="head">Twelve bytes, or fewer where there are no more.</param>
    /// <exception cref="NpyFormatException">It ends within them, or is of an unknown version.</exception>
    public static int LengthOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 10) throw NpyFormatException.BadHeader("the file ends within it");
        int major = head[6];
        if (major is < 1 or > 3) throw NpyFormatException.BadHeader($"it has version {major}.{head[7]}; 1.0, 2.0 and 3.0 are known");
        if (major > 1 && head.Length < 12) throw NpyFormatException.BadHeader("the file ends within it");

        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        if (length > MaxLength) throw NpyFormatException.BadHeader($"it claims {length} bytes; at most {MaxLength} are read");
        return (major == 1 ? 10 : 12) + (int)length;
    }

    /// <summary>Reads a whole header.</summary>
    /// <param name="header">As many bytes as <see cref="LengthOf"/> says.</param>
    /// <exception cref="NpyFormatException">It can't be understood, or its type is none of a tensor's.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> header)
    {
        int major = header[6];
        Encoding encoding = major == 3 ? Encoding.UTF8 : Encoding.Latin1;
        return new NpyHeaderParser(encoding.GetString(header[(major == 1 ? 10 : 12)..])).Parse(header.Length);
    }

    /// <summary>Makes a header of version 1 for row-major elements.</summary>
    /// <param name="descr">The elements' type, as NumPy names it.</param>
    /// <param name="dimensions">Outermost first.</param>
    public static byte[] Encode(string descr, ReadOnlySpan<long> dimensions)
    {
        string shape = dimensions.Length == 1 ? $"({dimensions[0]},)" : $"({string.Join(", ", dimensions.ToArray())})";
        string text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";
        // The elements begin at a multiple of 64, so that a file can be mapped.
        int padding = (Alignment - ((MagicLength + 4 + text.Length + 1) % Alignment)) % Alignment;
        int length = text.Length + padding + 1; // 64 dimensions of 19 digits fit into 64 KiB
        return [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text), .. Enumerable.Repeat((byte)' ', padding), (byte)'\n'];
    }
}
