namespace Mce.Packaging.Tests;

/// <summary>Hosts that import the targets by path and name plugin projects, as the samples of this repository do.</summary>
public sealed class ProjectHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Build_ThenClean_BringsPluginProjectsAndTakesThemAway()
    {
        HostProject host = Host($"""
            <ProjectReference Include="{Repository.File("src/Mce.Core/Mce.Core.csproj")}" />
                <McePluginProject Include="{Repository.File("src/Mce.Plugins.Onnx/Mce.Plugins.Onnx.csproj")}" />
            """);
        string plugin = Path.Combine(host.At("bin", Repository.Configuration, "net10.0"), "plugins", "onnx");

        // The projects were built with these tests: to build them again would race with the other tests.
        (await host.DotnetAsync("build", "-nologo", "-c", Repository.Configuration, "-p:BuildProjectReferences=false")).EnsureSuccess();

        string[] files = HostProject.FilesBelow(plugin);
        Assert.Contains("Mce.Plugins.Onnx.dll", files);
        Assert.Contains("Mce.Plugins.Onnx.deps.json", files);
        Assert.Contains("Microsoft.ML.OnnxRuntime.dll", files);
        Assert.DoesNotContain("Mce.Abstractions.dll", files);
        Assert.DoesNotContain("OnnxRuntime", await File.ReadAllTextAsync(host.At("obj", "project.assets.json")), StringComparison.Ordinal);

        (await host.DotnetAsync("clean", "-nologo", "-c", Repository.Configuration, "-p:BuildProjectReferences=false")).EnsureSuccess();

        Assert.False(Directory.Exists(plugin));
    }

    [Fact]
    public async Task Build_TwoPluginsOfOneName_IsAnErrorThatNamesThem()
    {
        HostProject host = Host("""
            <McePlugin Include="Some.Plugin" Version="1.0.0" />
                <McePlugin Include="Other.Plugin" Version="1.0.0" />
            """);

        CommandResult result = await host.DotnetAsync("msbuild", "-nologo", "-t:_MceWritePluginShims");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("MCE1001", result.Output, StringComparison.Ordinal);
        Assert.Contains("plugin, plugin", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_PluginWithoutVersion_IsAnErrorThatSaysWhatToWrite()
    {
        HostProject host = Host("""<McePlugin Include="Some.Plugin" />""");

        CommandResult result = await host.DotnetAsync("msbuild", "-nologo", "-t:_MceWritePluginShims");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("MCE1002", result.Output, StringComparison.Ordinal);
        Assert.Contains("<McePlugin Include=\"Some.Plugin\" Version=", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_PluginWithCentralVersion_TakesThatOne()
    {
        HostProject host = Host("""
            <PackageVersion Include="Some.Plugin" Version="1.2.3" />
                <PackageVersion Include="Another" Version="9.9.9" />
                <McePlugin Include="Some.Plugin" Name="some" />
            """);

        (await host.DotnetAsync("msbuild", "-nologo", "-t:_MceWritePluginShims")).EnsureSuccess();

        string shim = await File.ReadAllTextAsync(host.At("obj", "mce", "net10.0", "some", "some.shim.csproj"));
        Assert.Contains("<MceShimPackageVersion>1.2.3<", shim, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private HostProject Host(string items) => new(_folder, "app", $"""
        <ItemGroup>
            {items}
          </ItemGroup>
          <Import Project="{Repository.Targets}" />
        """);
}
