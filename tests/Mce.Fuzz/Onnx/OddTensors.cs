using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Fills tensors for weights and attributes.</summary>
internal static class OddTensors
{
    private const int Text = 8;

    // float, float, float, int64, int64, then all the others.
    private static readonly int[] Likely = [1, 1, 1, 7, 7, 6, 9, 11, 2, 3, 10, 16, Text];

    /// <summary>A tensor whose dimensions fit its data, of few elements with small values.</summary>
    public static void FillSound(ProtoMessage tensor, Chance chance, int? wanted = null)
    {
        int count = 1;
        for (int i = chance.Below(5); i > 0; i--)
        {
            int dimension = chance.OneIn(12) ? 0 : chance.Between(1, 4);
            count *= dimension;
            tensor.Add(1, (ulong)dimension);
        }

        int type = wanted ?? (chance.OneIn(6) ? chance.Between(1, 23) : chance.Of(Likely));
        tensor.Add(2, (ulong)type);
        if (type == Text)
        {
            for (int i = 0; i < count; i++) tensor.Add(6, chance.Of<string>(["", "a", "é", "-1", new('t', 300)]));
            return;
        }

        tensor.Add(9, SmallNumbers(type, count, chance));
    }

    /// <summary>A tensor whose dimensions, type and data need not fit each other.</summary>
    public static void FillOdd(ProtoMessage tensor, Chance chance)
    {
        for (int i = chance.Below(4); i > 0; i--) tensor.Add(1, (ulong)chance.Odd(2));
        tensor.Add(2, (ulong)chance.Between(0, 26)).Add(9, chance.Bytes(chance.Below(64)));
    }

    private static byte[] SmallNumbers(int type, int count, Chance chance)
    {
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        for (int i = 0; i < count; i++)
        {
            long value = chance.OneIn(20) ? chance.Odd(3) : chance.Between(-1, 5);
            switch (type)
            {
                case 1:
                    writer.Write(chance.OneIn(20) ? chance.Of<float>([float.NaN, float.PositiveInfinity, float.MaxValue, -0f, 1e-40f]) : value / 2f);
                    break;
                case 11:
                    writer.Write(value / 2.0);
                    break;
                case 6 or 12:
                    writer.Write((int)value);
                    break;
                case 7 or 13 or 14:
                    writer.Write(value);
                    break;
                case 15:
                    writer.Write(value);
                    writer.Write(value);
                    break;
                case 4 or 5 or 10 or 16:
                    writer.Write((short)value);
                    break;
                case 21 or 22 or 23:
                    if (i % 2 == 0) writer.Write((byte)value);
                    break;
                case 9:
                    writer.Write((byte)(value & 1));
                    break;
                default:
                    writer.Write((byte)value);
                    break;
            }
        }

        return output.ToArray();
    }
}
