using Desktop.ViewModels;

namespace Mce.Desktop.Tests;

public sealed class ModelViewModelTests
{
    [Theory]
    [InlineData(0.4, "0.4 µs")]
    [InlineData(52.13, "52.1 µs")]
    [InlineData(521.3, "521 µs")]
    [InlineData(5213, "5.21 ms")]
    [InlineData(52_130, "52.1 ms")]
    [InlineData(521_300, "521 ms")]
    public void LatencyText_AnyLatency_HasThreeDigits(double microseconds, string expected) =>
        Assert.Equal(expected, ModelViewModel.LatencyText(TimeSpan.FromMicroseconds(microseconds)));
}
