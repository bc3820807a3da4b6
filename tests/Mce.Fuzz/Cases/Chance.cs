using System.Numerics;

namespace Mce.Fuzz.Cases;

/// <summary>Random choices that are the same for a seed on every machine and every .NET (SplitMix64).</summary>
internal sealed class Chance(ulong seed)
{
    // What parsers trip over: the edges of the widths that sizes and counts are kept in.
    private static readonly long[] Edges =
    [
        0, 1, 2, -1, -2, 7, 8, 63, 64, 65, 127, 128, 255, 256, 1_000, 32_767, 32_768, 65_535, 65_536, 1 << 20, (1 << 24) + 1,
        int.MaxValue - 1, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, (1L << 32) + 1, 1L << 40, 1L << 62, long.MaxValue, long.MinValue, long.MinValue + 1,
    ];

    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below a bound; 0 for bounds that leave no choice.</summary>
    public int Below(int bound) => bound <= 1 ? 0 : (int)(((UInt128)Next() * (uint)bound) >> 64);

    /// <summary>A number from a range, both ends inclusive.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool OneIn(int count) => Below(count) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A number that sizes, counts and offsets don't expect.</summary>
    public long Odd(long current) => Below(6) switch
    {
        0 => current + 1,
        1 => current - 1,
        2 => unchecked(current * Between(2, 5)),
        3 => current ^ (1L << Below(BitOperations.Log2((ulong)Math.Max(1, Math.Abs(Math.Max(current, -long.MaxValue)))) + 2)),
        _ => Of(Edges),
    };

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)Next();
        return bytes;
    }
}
