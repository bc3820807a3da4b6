using System.Buffers.Binary;

namespace Mce.OnnxVectors;

/// <summary>Compares a result with what a vector expects, with the tolerances of the standard's own backend test.</summary>
internal static class Comparison
{
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;

    /// <summary>Why two values differ, or null.</summary>
    public static string? Difference(VectorValue expected, VectorValue actual) => (expected, actual) switch
    {
        (VectorTensor e, VectorTensor a) => OfTensors(e, a),
        (VectorSequence e, VectorSequence a) when e.Items.Count == a.Items.Count =>
            e.Items.Zip(a.Items, Difference).Select((why, i) => why is null ? null : $"element {i}: {why}").FirstOrDefault(why => why is not null),
        (VectorOptional { Value: null }, VectorOptional { Value: null }) => null,
        (VectorOptional { Value: { } e }, VectorOptional { Value: { } a }) => Difference(e, a),
        (VectorOptional { Value: { } e }, not VectorOptional) => Difference(e, actual),
        _ => $"expected {expected}, got {actual}",
    };

    private static string? OfTensors(VectorTensor expected, VectorTensor actual)
    {
        if (expected.Type != actual.Type || !expected.Dimensions.AsSpan().SequenceEqual(actual.Dimensions)) return $"expected {expected}, got {actual}";
        if (expected.Texts is { } texts)
        {
            int wrong = Enumerable.Range(0, texts.Length).FirstOrDefault(i => texts[i] != actual.Texts![i], -1);
            return wrong < 0 ? null : $"'{actual.Texts![wrong]}' instead of '{texts[wrong]}' at {wrong}";
        }

        if (expected.Data.Length != actual.Data.Length) return $"{actual.Data.Length} bytes instead of {expected.Data.Length}";
        long parts = expected.Count * (expected.Type is OnnxType.Complex64 or OnnxType.Complex128 ? 2 : 1);
        for (int i = 0; i < parts; i++)
        {
            double e = At(expected, i), a = At(actual, i);
            bool same = e.Equals(a) || e == a || Math.Abs(e - a) <= Absolute + (Relative * Math.Abs(e));
            if (!same) return $"{a} instead of {e} at {i} of {parts}";
        }

        return null;
    }

    private static double At(VectorTensor tensor, int index)
    {
        ReadOnlySpan<byte> data = tensor.Data;
        return tensor.Type switch
        {
            OnnxType.Float or OnnxType.Complex64 => BinaryPrimitives.ReadSingleLittleEndian(data[(index * 4)..]),
            OnnxType.Double or OnnxType.Complex128 => BinaryPrimitives.ReadDoubleLittleEndian(data[(index * 8)..]),
            OnnxType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(data[(index * 2)..]),
            OnnxType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(data[(index * 2)..]) << 16),
            OnnxType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(data[(index * 8)..]),
            OnnxType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(data[(index * 8)..]),
            OnnxType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(data[(index * 4)..]),
            OnnxType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(data[(index * 4)..]),
            OnnxType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(data[(index * 2)..]),
            OnnxType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(data[(index * 2)..]),
            OnnxType.Int8 or OnnxType.Int4 or OnnxType.Int2 => (sbyte)data[index],
            OnnxType.Float8E4M3FN => Small(data[index], 4, 7, data[index] is 0x7F or 0xFF),
            OnnxType.Float8E4M3FNUZ => Small(data[index], 4, 8, data[index] == 0x80),
            OnnxType.Float8E5M2 => Small(data[index], 5, 15, (data[index] & 0x7F) > 0x7C),
            OnnxType.Float8E5M2FNUZ => Small(data[index], 5, 16, data[index] == 0x80),
            OnnxType.Float8E8M0 => data[index] == 0xFF ? double.NaN : Math.ScaleB(1, data[index] - 127),
            _ => data[index],
        };
    }

    // Infinity decodes as a number that only infinity has, which is enough to compare.
    private static double Small(byte bits, int exponentBits, int bias, bool isNaN)
    {
        int mantissaBits = 7 - exponentBits, exponent = (bits & 0x7F) >> mantissaBits;
        double mantissa = (bits & ((1 << mantissaBits) - 1)) / (double)(1 << mantissaBits);
        double value = exponent == 0 ? Math.ScaleB(mantissa, 1 - bias) : Math.ScaleB(1 + mantissa, exponent - bias);
        return isNaN ? double.NaN : bits < 0x80 ? value : -value;
    }
}
