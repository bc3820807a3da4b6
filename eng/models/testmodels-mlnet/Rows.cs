using Microsoft.ML.Data;

namespace Mce.Models.TestModels;

internal class Point
{
    [VectorType(4)]
    public required float[] Features { get; init; }
}

internal sealed class MeasuredPoint : Point
{
    public required float Label { get; init; }

    public static MeasuredPoint Make(Random random)
    {
        float[] x = [random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle()];
        return new() { Features = x, Label = 3 * x[0] - 2 * x[1] + 0.5f * x[2] + x[3] + 1 };
    }
}

internal class Order
{
    public Order()
    {
    }

    public Order(Order other) =>
        (Flag, Count, Ticks, Ratio, Amount, Colour) =
        (other.Flag, other.Count, other.Ticks, other.Ratio, other.Amount, other.Colour);

    public bool Flag { get; init; }

    public int Count { get; init; }

    public long Ticks { get; init; }

    public float Ratio { get; init; }

    public double Amount { get; init; }

    public string Colour { get; init; } = "";
}

internal sealed class PricedOrder : Order
{
    private static readonly string[] Colours = ["red", "green", "blue"];

    public required float Label { get; init; }

    public static PricedOrder Make(Random random)
    {
        bool flag = random.Next(2) == 1;
        int count = random.Next(1, 20);
        long ticks = random.NextInt64(1_000_000);
        float ratio = random.NextSingle();
        double amount = random.NextDouble() * 100;
        int colour = random.Next(Colours.Length);
        return new()
        {
            Flag = flag,
            Count = count,
            Ticks = ticks,
            Ratio = ratio,
            Amount = amount,
            Colour = Colours[colour],
            Label = (flag ? 10 : 0) + count + ticks / 1e5f + ratio * 5 + (float)amount / 10 + colour * 3,
        };
    }
}

internal class Place
{
    [VectorType(2)]
    public required float[] Position { get; init; }
}

internal sealed class LabelledPlace : Place
{
    private static readonly (string Name, float X, float Y)[] Centres =
    [
        ("north", 0, 3),
        ("east", 3, 0),
        ("west", -3, 0),
    ];

    public required string Label { get; init; }

    public static LabelledPlace Make(int index, Random random)
    {
        var (name, x, y) = Centres[index % Centres.Length];
        return new() { Label = name, Position = [x + random.NextSingle() - 0.5f, y + random.NextSingle() - 0.5f] };
    }
}

internal sealed class EveryType
{
    public static readonly EveryType[] Examples =
    [
        new(),
        new()
        {
            Boolean = true,
            SByte = sbyte.MinValue,
            Int16 = short.MinValue,
            Int32 = int.MinValue,
            Int64 = long.MinValue,
            Byte = byte.MaxValue,
            UInt16 = ushort.MaxValue,
            UInt32 = uint.MaxValue,
            UInt64 = ulong.MaxValue,
            Single = float.MaxValue,
            Double = double.MinValue,
            Text = "Größe 数字 \U0001f600",
            DateTime = new(2024, 2, 29, 12, 30, 45, 678, DateTimeKind.Unspecified),
            DateTimeOffset = new(2024, 2, 29, 12, 30, 45, 678, TimeSpan.FromHours(-7)),
            TimeSpan = new(days: -3, 4, 5, 6, 7),
        },
        new()
        {
            SByte = sbyte.MaxValue,
            Int16 = short.MaxValue,
            Int32 = int.MaxValue,
            Int64 = long.MaxValue,
            Single = float.NaN,
            Double = double.PositiveInfinity,
            Text = "plain",
            TimeSpan = TimeSpan.FromTicks(1),
        },
    ];

    public bool Boolean { get; init; }

    public sbyte SByte { get; init; }

    public short Int16 { get; init; }

    public int Int32 { get; init; }

    public long Int64 { get; init; }

    public byte Byte { get; init; }

    public ushort UInt16 { get; init; }

    public uint UInt32 { get; init; }

    public ulong UInt64 { get; init; }

    public float Single { get; init; }

    public double Double { get; init; }

    public string Text { get; init; } = "";

    public DateTime DateTime { get; init; }

    public DateTimeOffset DateTimeOffset { get; init; }

    public TimeSpan TimeSpan { get; init; }
}

/// <summary>What the ONNX model that lies inside of an ML.NET model reads.</summary>
internal sealed class OnnxInput
{
    [VectorType(4), ColumnName("x")]
    public float[] X { get; init; } = [];
}
