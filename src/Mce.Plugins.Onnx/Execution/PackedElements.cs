using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Types of 4 and 2 bits, which ONNX Runtime packs into bytes, the first element in the lowest bits.</summary>
internal static unsafe class PackedElements
{
    /// <summary>Packs elements of a byte each.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: a number doesn't fit the type.</exception>
    public static void Pack(OrtElementType type, byte* source, byte* target, long count, string name)
    {
        int bits = OrtElementTypes.PackedBits(type), perByte = 8 / bits, mask = (1 << bits) - 1;
        (int least, int most) = RangeOf(type);
        new Span<byte>(target, checked((int)((count + perByte - 1) / perByte))).Clear();
        for (long i = 0; i < count; i++)
        {
            int element = least < 0 ? (sbyte)source[i] : source[i];
            if (element < least || element > most) throw OutOfRange(type, name, i, element);
            target[i / perByte] |= (byte)((element & mask) << (int)(i % perByte * bits));
        }
    }

    /// <summary>Unpacks to a byte an element, with the sign.</summary>
    public static void Unpack(OrtElementType type, byte* source, byte* target, long count)
    {
        int bits = OrtElementTypes.PackedBits(type), perByte = 8 / bits, mask = (1 << bits) - 1;
        (_, int most) = RangeOf(type);
        for (long i = 0; i < count; i++)
        {
            int element = (source[i / perByte] >> (int)(i % perByte * bits)) & mask;
            target[i] = (byte)(element > most ? element - (1 << bits) : element);
        }
    }

    private static (int Least, int Most) RangeOf(OrtElementType type) => type switch
    {
        OrtElementType.Int4 => (-8, 7),
        OrtElementType.Int2 => (-2, 1),
        OrtElementType.UInt2 => (0, 3),
        _ => (0, 15),
    };

    private static MceException OutOfRange(OrtElementType type, string name, long index, int element)
    {
        (int least, int most) = RangeOf(type);
        return new MceException(
            MceErrorCodes.TensorInvalid,
            $"The input '{name}' is {OrtElementTypes.NameOf(type)}, from {least} to {most}; its element {index} is {element}.",
            new Dictionary<string, string> { ["name"] = name, ["element"] = $"{index}", ["given"] = $"{element}" });
    }
}
