namespace Mce.OnnxVectors;

/// <summary>Sizes of <see cref="OnnxType"/>, and how its small types are packed.</summary>
internal static class OnnxTypes
{
    /// <summary>The bits of an element; 0 for text.</summary>
    public static int BitsOf(OnnxType type) => type switch
    {
        OnnxType.String => 0,
        OnnxType.UInt2 or OnnxType.Int2 => 2,
        OnnxType.UInt4 or OnnxType.Int4 or OnnxType.Float4E2M1 => 4,
        OnnxType.UInt16 or OnnxType.Int16 or OnnxType.Float16 or OnnxType.BFloat16 => 16,
        OnnxType.Float or OnnxType.Int32 or OnnxType.UInt32 => 32,
        OnnxType.Int64 or OnnxType.Double or OnnxType.UInt64 or OnnxType.Complex64 => 64,
        OnnxType.Complex128 => 128,
        _ => 8,
    };

    /// <summary>The bytes of an element where small ones have a byte each.</summary>
    public static int SizeOf(OnnxType type) => Math.Max(8, BitsOf(type)) / 8;

    /// <summary>Whether the type has a sign that widening must keep.</summary>
    public static bool IsSigned(OnnxType type) => type is OnnxType.Int4 or OnnxType.Int2;

    /// <summary>One byte an element of packed ones, the first in the lowest bits.</summary>
    public static byte[] Unpack(OnnxType type, ReadOnlySpan<byte> packed, long count)
    {
        int bits = BitsOf(type), perByte = 8 / bits;
        var bytes = new byte[count];
        for (int i = 0; i < bytes.Length; i++)
        {
            int value = (packed[i / perByte] >> (i % perByte * bits)) & ((1 << bits) - 1);
            bytes[i] = (byte)(IsSigned(type) && value >= 1 << (bits - 1) ? value - (1 << bits) : value);
        }

        return bytes;
    }

    /// <summary>The reverse of <see cref="Unpack"/>.</summary>
    public static byte[] Pack(OnnxType type, ReadOnlySpan<byte> bytes)
    {
        int bits = BitsOf(type), perByte = 8 / bits;
        var packed = new byte[(bytes.Length + perByte - 1) / perByte];
        for (int i = 0; i < bytes.Length; i++) packed[i / perByte] |= (byte)((bytes[i] & ((1 << bits) - 1)) << (i % perByte * bits));
        return packed;
    }
}
