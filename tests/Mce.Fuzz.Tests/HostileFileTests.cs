using System.Text.Json;

namespace Mce.Fuzz.Tests;

/// <summary>A few hundred damaged models through the library: each runs, or is refused by name, and the process lives.</summary>
public sealed class HostileFileTests
{
    [Theory]
    [InlineData("onnx", 240)]
    [InlineData("mlnet", 120)]
    [InlineData("torch", 160)]
    public async Task Run_FixedSeeds_NothingNew(string format, int cases)
    {
        (int exitCode, string output, JsonElement report) = await FuzzProgram.ReportAsync("run", format, "--cases", $"{cases}", "--seconds", "120");

        Assert.True(exitCode == 0, output);
        JsonElement counts = report.GetProperty("formats").GetProperty(format);
        Assert.Equal(cases, counts.EnumerateObject().Sum(c => c.Value.GetInt32()));
        // Damage that is always refused, or never, would test half of the way.
        Assert.InRange(counts.GetProperty("ran").GetInt32(), 1, cases);
        Assert.InRange(counts.GetProperty("refused").GetInt32(), 1, cases);
    }
}
