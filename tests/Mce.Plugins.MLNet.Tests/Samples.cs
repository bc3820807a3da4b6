using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>A sentence and whether it praises.</summary>
public sealed class Review
{
    public string Text { get; set; } = "";

    public bool Label { get; set; }

    public static readonly string[] Texts =
    [
        "the movie was great and the plot really excellent",
        "an awful film with a terrible actor",
        "",
        "wonderful scene i love the actor",
        "sad and bad and terrible",
        "Größe 数字 great \U0001f600",
    ];
}

/// <summary>What a text classifier says.</summary>
public sealed class Verdict
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}

/// <summary>Four measurements and what follows from them.</summary>
public sealed class Point
{
    [VectorType(4)]
    public float[] X { get; set; } = [];

    public float Label { get; set; }
}

/// <summary>A place on a plane with the name of its region and its number.</summary>
public sealed class Place
{
    [VectorType(2)]
    public float[] Position { get; set; } = [];

    public string Region { get; set; } = "";

    public int Number { get; set; }
}

/// <summary>A number beside an identifier, which no tensor carries.</summary>
public sealed class Numbered
{
    public DataViewRowId Id { get; set; }

    public float Number { get; set; }
}

/// <summary>One property of every type that a column can have.</summary>
public sealed class EveryType
{
    public bool Boolean { get; set; }

    public sbyte SByte { get; set; }

    public short Int16 { get; set; }

    public int Int32 { get; set; }

    public long Int64 { get; set; }

    public byte Byte { get; set; }

    public ushort UInt16 { get; set; }

    public uint UInt32 { get; set; }

    public ulong UInt64 { get; set; }

    public float Single { get; set; }

    public double Double { get; set; }

    public string Text { get; set; } = "";

    public DateTime DateTime { get; set; }

    public DateTimeOffset DateTimeOffset { get; set; }

    public TimeSpan TimeSpan { get; set; }

    [KeyType(5)]
    public uint Key { get; set; }

    [VectorType(2, 3)]
    public float[] Matrix { get; set; } = [];

    [VectorType(2)]
    public string[] Words { get; set; } = [];

    [VectorType]
    public int[] Open { get; set; } = [];

    public static readonly EveryType[] Rows =
    [
        new() { Matrix = [1, 2, 3, 4, 5, 6], Words = ["", "b"], Open = [1, 2] },
        new()
        {
            Boolean = true, SByte = sbyte.MinValue, Int16 = short.MinValue, Int32 = int.MinValue, Int64 = long.MinValue,
            Byte = byte.MaxValue, UInt16 = ushort.MaxValue, UInt32 = uint.MaxValue, UInt64 = ulong.MaxValue,
            Single = float.NaN, Double = double.NegativeInfinity, Text = "Größe 数字 \U0001f600",
            DateTime = new DateTime(2024, 2, 29, 12, 30, 45, 678, DateTimeKind.Unspecified),
            DateTimeOffset = new DateTimeOffset(2024, 2, 29, 12, 30, 45, TimeSpan.Zero), TimeSpan = TimeSpan.FromTicks(-7), Key = 5,
            Matrix = [float.NaN, -2, 0, float.MaxValue, 5, -0f], Words = ["x", "y z"], Open = [int.MaxValue, -1],
        },
        new() { Single = 0.25f, DateTime = DateTime.MaxValue, TimeSpan = TimeSpan.MaxValue, Key = 1, Matrix = [6, 5, 4, 3, 2, 1], Words = ["p", "q"], Open = [0, 0] },
    ];
}
