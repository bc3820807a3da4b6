using System.Text.Json;
using Xunit.Abstractions;

namespace Mce.Packaging.Tests;

/// <summary>The <c>mce</c> command as a .NET tool: packed from this build, installed from the package alone, run.</summary>
public sealed class ToolTests(ITestOutputHelper log) : IDisposable
{
    // What NuGet and a user's patience bear; libtorch alone would be 460 MB.
    private const long MostBytes = 40L << 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Install_PackedTool_BringsItsPluginsAndRuns()
    {
        string version = $"0.1.0-test.{DateTime.UtcNow.Ticks}", feed = _folder.At("feed");
        (await Command.DotnetAsync(
            _folder.FullPath,
            "pack",
            Repository.File("src/Mce.Cli/Mce.Cli.csproj"),
            "--no-build",
            "-nologo",
            "-v:q",
            $"-p:Configuration={Repository.Configuration}",
            $"-p:PackageVersion={version}",
            $"-p:PackageOutputPath={feed}")).EnsureSuccess();
        var package = new FileInfo(Path.Combine(feed, $"Mce.Cli.{version}.nupkg"));
        log.WriteLine($"{package.Name}: {package.Length:N0} bytes");
        Assert.InRange(package.Length, 1, MostBytes);

        _folder.Write("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="this-build" value="{feed}" /></packageSources>
            </configuration>
            """);
        string tools = _folder.At("tools");
        (await Command.DotnetAsync(_folder.FullPath, "tool", "install", "Mce.Cli", "--tool-path", tools, "--version", version, "--configfile", _folder.At("NuGet.config"))).EnsureSuccess();

        string mce = Path.Combine(tools, OperatingSystem.IsWindows() ? "mce.exe" : "mce");
        using JsonDocument report = JsonDocument.Parse((await Command.RunAsync(mce, _folder.FullPath, "doctor", "--json")).Output);
        JsonElement[] plugins = [.. report.RootElement.GetProperty("pluginReport").GetProperty("plugins").EnumerateArray()];
        Assert.Equal(["mlnet", "onnx", "torch"], plugins.Select(p => p.GetProperty("framework").GetString()));
        Assert.All(plugins, p => Assert.StartsWith(Path.Combine(tools, ".store"), p.GetProperty("directory").GetString(), StringComparison.Ordinal));
        // libtorch isn't in the package. Whoever builds this repository has it as a NuGet package, and that one is found.
        Assert.All(plugins, p => Assert.Equal("Loaded", p.GetProperty("state").GetString()));

        string inspected = (await Command.RunAsync(mce, _folder.FullPath, "inspect", Repository.File("samples/models/digits.onnx"))).EnsureSuccess();
        Assert.Contains("pixels", inspected, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
