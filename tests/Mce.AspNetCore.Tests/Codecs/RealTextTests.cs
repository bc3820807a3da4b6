using System.Globalization;
using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class RealTextTests
{
    [Fact]
    public void TryParse_RandomDigits_IsTheFrameworksToTheBit()
    {
        var random = new Random(7);
        int taken = 0;
        for (int i = 0; i < 300_000; i++)
        {
            float near = BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
            string text = (i % 4) switch
            {
                0 => ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 9))).ToString("F" + random.Next(0, 12), CultureInfo.InvariantCulture),
                1 => ((decimal)random.Next() / (decimal)Math.Pow(10, random.Next(0, 10))).ToString(CultureInfo.InvariantCulture),
                // Half-way between two neighbours, and a little beside.
                2 => ((double)(16777216 + (2 * random.Next(0, 1000)) + 1) + ((random.Next(3) - 1) * 1e-7)).ToString("F7", CultureInfo.InvariantCulture),
                _ => near.ToString(CultureInfo.InvariantCulture),
            };
            byte[] utf8 = Encoding.ASCII.GetBytes(text);

            if (RealText.TryParse(utf8, out float single))
            {
                taken++;
                Assert.Equal(BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)), BitConverter.SingleToInt32Bits(single));
            }

            if (RealText.TryParse(utf8, out double wide))
                Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(wide));
        }

        Assert.InRange(taken, 100_000, 300_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("0x1")]
    [InlineData("1 ")]
    [InlineData("1234567890123456789")]
    [InlineData("9007199254740993")]
    public void TryParse_AnythingElse_IsLeftToTheFramework(string text) =>
        Assert.False(RealText.TryParse(Encoding.ASCII.GetBytes(text), out double _));

    [Fact]
    public void TryFormat_RandomNumbers_AreReadBackToTheBit()
    {
        var random = new Random(8);
        Span<byte> target = stackalloc byte[40];
        int taken = 0;
        int longer = 0;
        for (int i = 0; i < 300_000; i++)
        {
            float value = (i % 3) switch
            {
                0 => random.NextSingle(),
                1 => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 8))),
                _ => (float)Math.Round((random.NextDouble() - 0.5) * 1000, random.Next(0, 7)),
            };
            int written = RealText.TryFormat(value, target);
            if (written == 0) continue;
            taken++;
            string text = Encoding.ASCII.GetString(target[..written]);
            Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)));
            if (text.Length > value.ToString(CultureInfo.InvariantCulture).Length) longer++;
        }

        Assert.InRange(taken, 200_000, 300_000);
        Assert.InRange(longer, 0, 100); // hardly ever a digit more than the shortest
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.Epsilon)]
    [InlineData(float.MaxValue)]
    [InlineData(1e6f)]
    [InlineData(9e-5f)]
    public void TryFormat_OutOfItsRange_IsLeftToTheFramework(float value) =>
        Assert.Equal(0, RealText.TryFormat(value, new byte[40]));

    [Fact]
    public void TryFormat_Zeros_KeepTheirSign()
    {
        Assert.Equal(1, RealText.TryFormat(0f, new byte[40]));
        Assert.Equal(0, RealText.TryFormat(-0f, new byte[40]));
    }
}
