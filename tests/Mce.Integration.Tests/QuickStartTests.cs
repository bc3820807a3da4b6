using System.Text.Json;

namespace Mce.Integration.Tests;

public sealed class QuickStartTests
{
    private const double LeastAccuracy = 0.95;
    private const int LeastSamples = 300;

    private static readonly string[] Frameworks = ["mlnet", "onnx", "torch"];

    [Fact]
    public async Task Run_Json_HasThreeFrameworksAndThePipelineAcrossThem()
    {
        ChildResult result = (await ChildProgram.QuickStart.RunAsync("--json")).ShouldSucceed();

        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement root = document.RootElement;
        Assert.Equal(["plugins", "direct", "serial"], NamesOf(root));

        JsonElement[] plugins = [.. root.GetProperty("plugins").EnumerateArray()];
        Assert.All(plugins, p => Assert.Equal(["name", "framework", "version", "loadContext"], NamesOf(p)));
        Assert.Equal(Frameworks, plugins.Select(p => p.GetProperty("framework").GetString()).Order());
        Assert.Equal(3, plugins.Select(p => p.GetProperty("loadContext").GetString()).Where(c => !string.IsNullOrEmpty(c)).Distinct().Count());
        Assert.All(plugins, p => Assert.True(Version.TryParse(p.GetProperty("version").GetString(), out _)));

        JsonElement[] direct = [.. root.GetProperty("direct").EnumerateArray()];
        Assert.All(direct, d => Assert.Equal(["container", "framework", "samples", "accuracy", "medianMicroseconds"], NamesOf(d)));
        Assert.Equal(Frameworks, direct.Select(d => d.GetProperty("framework").GetString()).Order());
        Assert.Equal(3, direct.Select(d => d.GetProperty("container").GetString()).Distinct().Count());
        Assert.All(direct, ShouldBeAccurate);
        Assert.All(direct, d => Assert.InRange(d.GetProperty("medianMicroseconds").GetDouble(), 0.01, 1e6));

        JsonElement serial = root.GetProperty("serial");
        Assert.Equal(["containers", "frameworks", "samples", "accuracy"], NamesOf(serial));
        Assert.Equal(Frameworks, serial.GetProperty("frameworks").EnumerateArray().Select(f => f.GetString()).Order());
        Assert.Equal(3, serial.GetProperty("containers").GetArrayLength());
        ShouldBeAccurate(serial);
    }

    [Fact]
    public async Task Run_WithoutArguments_PrintsTheDoctorsTableAndBothKindsOfInvocation()
    {
        ChildResult result = (await ChildProgram.QuickStart.RunAsync()).ShouldSucceed();

        Assert.Contains("load context", result.Output, StringComparison.Ordinal);
        Assert.All(Frameworks, f => Assert.Contains($"mce:{f}", result.Output, StringComparison.Ordinal));
        Assert.Contains("Direct invocation", result.Output, StringComparison.Ordinal);
        Assert.Contains("Serial invocation", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--jsno")]
    [InlineData("--json", "again")]
    public async Task Run_UnknownArgument_PrintsTheUsageAndEndsWithTwo(params string[] arguments)
    {
        ChildResult result = await ChildProgram.QuickStart.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("usage:", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static void ShouldBeAccurate(JsonElement evaluation)
    {
        Assert.InRange(evaluation.GetProperty("samples").GetInt32(), LeastSamples, int.MaxValue);
        double accuracy = evaluation.GetProperty("accuracy").GetDouble();
        Assert.True(accuracy is > LeastAccuracy and <= 1, $"{accuracy}");
    }

    private static string[] NamesOf(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
