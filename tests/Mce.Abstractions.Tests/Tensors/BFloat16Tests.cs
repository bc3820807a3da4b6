namespace Mce.Abstractions.Tests.Tensors;

public sealed class BFloat16Tests
{
    [Fact]
    public void ToSingle_EveryPattern_RoundTrips()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            BFloat16 value = BFloat16.FromBits((ushort)bits);
            float wide = value;
            BFloat16 back = BFloat16.FromSingle(wide);

            bool kept = float.IsNaN(wide) ? float.IsNaN(back) && (back.Bits & 0x8000) == (bits & 0x8000) : back == value;
            if (!kept) Assert.Fail($"{bits:X4} → {wide:R} → {back.Bits:X4}");
        }
    }

    [Fact]
    public void FromSingle_AroundEveryPattern_RoundsAsSlowArithmetic()
    {
        uint[] tails = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF];
        for (uint high = 0; high <= ushort.MaxValue; high++)
        {
            foreach (uint tail in tails)
            {
                float value = BitConverter.UInt32BitsToSingle((high << 16) | tail);
                BFloat16 rounded = BFloat16.FromSingle(value);

                bool right = float.IsNaN(value) ? float.IsNaN(rounded) : rounded.Bits == SlowRound(value);
                if (!right) Assert.Fail($"{high:X4}{tail:X4} → {rounded.Bits:X4}");
            }
        }
    }

    [Fact]
    public void Equality_ZerosAndNaN_ByBits()
    {
        BFloat16 nan = BFloat16.FromSingle(float.NaN);

        Assert.True(nan == BFloat16.FromBits(nan.Bits));
        Assert.True(BFloat16.FromSingle(0f) != BFloat16.FromSingle(-0f));
        Assert.True(BFloat16.FromSingle(1.5f).Equals((object)(BFloat16)1.5f));
        Assert.Equal("1.5", BFloat16.FromSingle(1.5f).ToString());
        Assert.Equal(BFloat16.FromSingle(2).GetHashCode(), BFloat16.FromSingle(2).GetHashCode());
    }

    /// <summary>The nearer of the two neighbours by distance in binary64, the even one halfway between.</summary>
    private static ushort SlowRound(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsInfinity(value)) return (ushort)(bits >> 16);

        uint lower = (bits & 0x7FFF_FFFF) >> 16;
        double below = Magnitude(lower), above = Magnitude(lower + 1), given = Math.Abs((double)value);
        bool up = given - below > above - given || (given - below == above - given && lower % 2 == 1);
        return (ushort)((up ? lower + 1 : lower) | ((bits >> 16) & 0x8000));
    }

    // 2^128 stands where the infinity begins: that is the distance that IEEE 754 rounds by.
    private static double Magnitude(uint high) => high == 0x7F80 ? Math.ScaleB(1, 128) : BitConverter.UInt32BitsToSingle(high << 16);
}
