using System.Text.Json;

namespace Mce.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_ShippedPlugins_AllLoadAndAreNamed()
    {
        CliResult result = await Cli.RunAsync("doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.All(["Machine", "Looked for", "mlnet", "onnx", "torch", "libonnxruntime", "Every plugin loads."], part => Assert.Contains(part, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Doctor_Json_IsOneDocumentWithTheDocumentedNames()
    {
        CliResult result = await Cli.RunAsync("doctor", "--json");

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement root = report.RootElement;
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal(Environment.ProcessorCount, root.GetProperty("machine").GetProperty("usableCores").GetInt32());
        Assert.True(root.GetProperty("machine").GetProperty("memoryBytes").GetInt64() > 0);
        Assert.All(["coreLimit", "memoryLimitBytes", "devices", "processor", "system"], name => Assert.True(root.GetProperty("machine").TryGetProperty(name, out _), name));
        Assert.Contains(root.GetProperty("lookups").EnumerateArray(), l => l.GetProperty("what").GetString() == "plugins folder" && l.GetProperty("found").GetBoolean());
        Assert.Equal(
            ["mlnet:Loaded", "onnx:Loaded", "torch:Loaded"],
            root.GetProperty("pluginReport").GetProperty("plugins").EnumerateArray().Select(p => $"{p.GetProperty("framework")}:{p.GetProperty("state")}"));
        Assert.True(File.Exists(Path.Combine(root.GetProperty("tool").GetProperty("directory").GetString()!, "mce.dll")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Doctor_Digests_OnlyWhenAskedFor(bool asked)
    {
        CliResult result = await Cli.RunAsync(asked ? ["doctor", "--digests"] : ["doctor"]);

        Assert.Equal(asked, result.Output.Contains("onnx@sha256:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_NoPlugins_SaysSoAndFails()
    {
        using var folder = new TemporaryFolder();

        CliResult result = await Cli.RunAsync("doctor", "--plugins", folder.FullPath);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no plugin.", result.Output, StringComparison.Ordinal);
        Assert.Contains("missing  onnx plugin", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OneBrokenPlugin_ReportsItAndTheOthers()
    {
        using var folder = new TemporaryFolder();
        folder.Write("broken/readme.txt", "no assembly");

        CliResult result = await Cli.RunAsync("doctor", "--plugins", folder.FullPath, "--json");

        Assert.Equal(1, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.False(report.RootElement.GetProperty("ok").GetBoolean());
        JsonElement plugin = Assert.Single(report.RootElement.GetProperty("pluginReport").GetProperty("plugins").EnumerateArray().ToArray());
        Assert.Equal("Failed", plugin.GetProperty("state").GetString());
        Assert.NotEmpty(plugin.GetProperty("error").GetString()!);
    }
}
