using System.Text.Json;

namespace Mce.Fuzz.Tests;

/// <summary>What the program notices, over cases that misbehave on purpose.</summary>
public sealed class FuzzProgramTests
{
    [Theory]
    [InlineData(1, "crashed")]
    [InlineData(2, "hung")]
    [InlineData(3, "memory")]
    [InlineData(4, "foreign")]
    public async Task Run_CaseThatMisbehaves_IsAFindingAndTheNextCaseRuns(int seed, string outcome)
    {
        (int exitCode, string output, JsonElement report) =
            await FuzzProgram.ReportAsync("run", "self", "--first", $"{seed}", "--cases", $"{7 - seed}", "--seconds", "8", "--memory", "700");

        Assert.Equal(1, exitCode);
        JsonElement counts = report.GetProperty("formats").GetProperty("self");
        Assert.True(counts.GetProperty(outcome).GetInt32() == 1, output);
        Assert.Equal(2, counts.GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task Run_CasesThatAreRefused_NoFinding()
    {
        (int exitCode, string output) = await FuzzProgram.RunAsync("run", "self", "--first", "5", "--cases", "2");

        Assert.True(exitCode == 0, output);
        Assert.Contains("0 finding(s)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("mlnet")]
    [InlineData("torch")]
    public async Task List_SameSeedsTwice_SameCases(string format)
    {
        (_, string first) = await FuzzProgram.RunAsync("list", format, "--first", "7", "--cases", "40");
        (_, string second) = await FuzzProgram.RunAsync("list", format, "--first", "7", "--cases", "40");

        Assert.Equal(first, second);
        Assert.Equal(40, first.Split('\n').Count(l => l.StartsWith(format + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_UnknownWord_SaysWhatThereIs()
    {
        (int exitCode, string output) = await FuzzProgram.RunAsync("run", "tensorflow");

        Assert.Equal(2, exitCode);
        Assert.Contains("onnx, mlnet", output, StringComparison.Ordinal);
    }
}
