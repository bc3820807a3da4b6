using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests.Families;

/// <summary>A row with a column for whatever a family of transforms or trainers asks for. Its values follow from its index.</summary>
public sealed class Sample
{
    private static readonly string[] Words = ["the", "movie", "was", "Great,", "awful", "and", "plot", "scène", "12", "really"];

    [VectorType(4)]
    public float[] Features { get; set; } = [];

    /// <summary>As <see cref="Features"/>, and every seventh number is missing.</summary>
    [VectorType(4)]
    public float[] Gaps { get; set; } = [];

    public float Number { get; set; }

    public bool Flag { get; set; }

    /// <summary>Text of no to nine words.</summary>
    public string Text { get; set; } = "";

    public string Region { get; set; } = "";

    [KeyType(8)]
    public uint Group { get; set; }

    public uint Relevance { get; set; }

    public int Count { get; set; }

    public DateTime Day { get; set; }

    public static Sample[] Make(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] features = [i % 3 + random.NextSingle(), random.NextSingle(), random.NextSingle() - 0.5f, i % 5 == 0 ? 0 : random.NextSingle()];
            return new Sample
            {
                Features = features,
                Gaps = [.. features.Select((f, k) => (i * 4 + k) % 7 == 0 ? float.NaN : f)],
                Number = 2 * features[0] + features[1],
                Flag = features[0] + features[2] > 1,
                Text = string.Join(' ', Enumerable.Range(0, i % 10).Select(_ => Words[random.Next(Words.Length)])),
                Region = ((string[])["north", "east", "west"])[i % 3],
                Group = (uint)(1 + i / 10 % 8),
                Relevance = (uint)(i % 3),
                Count = i % 11,
                Day = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i * 7),
            };
        })];
    }
}
