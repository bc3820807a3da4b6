using System.Globalization;
using System.Runtime.InteropServices;

namespace Mce.Packaging.Tests;

[Collection(PackagedHostGroup.Name)]
public sealed class PackagedHostTests(PackagedHost host)
{
    /// <summary>What only the plugins need. None of it may be seen by the host.</summary>
    private static readonly string[] PluginsOwn = ["Microsoft.ML", "OnnxRuntime", "libtorch", "Newtonsoft.Json", "System.Numerics.Tensors", "Mce.Plugins."];

    [Fact]
    public void Build_PluginsFromNuGet_LandInTheirFolders()
    {
        string[] onnx = HostProject.FilesBelow(host.PluginFolder("onnx"));
        string[] classic = HostProject.FilesBelow(host.PluginFolder("classic"));
        string[] torch = HostProject.FilesBelow(host.PluginFolder("torch"));

        Assert.Superset(Set("Mce.Plugins.Onnx.dll", "onnx.shim.dll", "onnx.shim.deps.json", "Microsoft.ML.OnnxRuntime.dll"), onnx.ToHashSet());
        Assert.Superset(Set("Mce.Plugins.MLNet.dll", "classic.shim.dll", "classic.shim.deps.json", "Microsoft.ML.Data.dll", "Newtonsoft.Json.dll"), classic.ToHashSet());
        Assert.Superset(Set("Mce.Plugins.Torch.dll", "torch.shim.dll", "torch.shim.deps.json", "libtorch.path"), torch.ToHashSet());
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("classic")]
    [InlineData("torch")]
    public void Build_Plugin_HasNoCopyOfContractOrMef(string plugin)
    {
        string[] files = HostProject.FilesBelow(host.PluginFolder(plugin));
        string deps = File.ReadAllText(Path.Combine(host.PluginFolder(plugin), $"{plugin}.shim.deps.json"));

        Assert.DoesNotContain("Mce.Abstractions.dll", files);
        Assert.DoesNotContain("System.ComponentModel.Composition.dll", files);
        Assert.DoesNotContain("Mce.Abstractions.dll", deps, StringComparison.Ordinal);
        Assert.DoesNotContain("System.ComponentModel.Composition.dll", deps, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Natives_OnlyOfThisSystem()
    {
        string[] runtimes = [.. HostProject.FilesBelow(host.PluginFolder("onnx")).Where(f => f.StartsWith("runtimes/", StringComparison.Ordinal)).Select(f => f.Split('/')[1]).Distinct()];

        Assert.Equal([PortableRuntime], runtimes);
    }

    [Fact]
    public void Build_Torch_PointsAtLibTorchInsteadOfCopyingIt()
    {
        string folder = File.ReadAllText(Path.Combine(host.PluginFolder("torch"), "libtorch.path")).Trim();

        Assert.True(Path.IsPathFullyQualified(folder), folder);
        Assert.Contains(Directory.EnumerateFiles(folder), f => Path.GetFileNameWithoutExtension(f).EndsWith("torch_cpu", StringComparison.Ordinal));
        Assert.DoesNotContain(HostProject.FilesBelow(host.PluginFolder("torch")), f => f.Contains("torch_cpu", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_HostsOwnGraph_HasNothingOfThePlugins()
    {
        string assets = File.ReadAllText(host.Project.At("obj", "project.assets.json"));
        string deps = File.ReadAllText(Path.Combine(host.Project.Output, "app.deps.json"));
        string[] besideTheHost = [.. Directory.EnumerateFiles(host.Project.Output).Select(f => Path.GetFileName(f))];

        Assert.Contains("Mce.Core", deps, StringComparison.Ordinal);
        foreach (string own in PluginsOwn)
        {
            Assert.DoesNotContain(own, assets, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(own, deps, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(besideTheHost, f => f.Contains(own, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Build_Again_NeitherRestoresPluginsNorCopies()
    {
        Assert.Contains("_MceRestorePluginShims", host.SecondBuildOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(".shim.csproj (in ", host.SecondBuildOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Copying file from", host.SecondBuildOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Host_ServesAllThreeFrameworks() => AssertServesAllThree(host.ProgramOutput);

    [Fact]
    public async Task Publish_SingleFileForOneSystem_CarriesPluginsBesideIt()
    {
        string published = host.Project.At("published");
        (await host.Project.DotnetAsync(
            "publish", "-nologo", "-r", PortableRuntime, "--self-contained", "false", "-p:PublishSingleFile=true", "-o", published,
            "-p:CreateHardLinksForPublishFilesIfPossible=true")).EnsureSuccess();

        string[] files = HostProject.FilesBelow(published);
        Assert.DoesNotContain("Mce.Core.dll", files);
        Assert.Contains("plugins/onnx/Microsoft.ML.OnnxRuntime.dll", files);
        Assert.Contains("plugins/classic/Mce.Plugins.MLNet.dll", files);

        // Must run on another machine: the natives themselves, and not where they lie on this one.
        Assert.Contains(files, f => f.StartsWith($"plugins/torch/runtimes/{PortableRuntime}/native/", StringComparison.Ordinal) && f.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.DoesNotContain("plugins/torch/libtorch.path", files);

        string program = Path.Combine(published, OperatingSystem.IsWindows() ? "app.exe" : "app");
        AssertServesAllThree((await Command.RunAsync(program, published, PackagedHost.ProgramArguments)).EnsureSuccess());
    }

    /// <summary>The models' own accuracy on these digits is above 970 of 1,000.</summary>
    private static void AssertServesAllThree(string programOutput)
    {
        string[][] lines = [.. programOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];

        Assert.Equal(["mlnet", "onnx", "torch"], lines.Select(line => line[0]));
        Assert.All(lines, line => Assert.InRange(int.Parse(line[1], CultureInfo.InvariantCulture), 951, 1000));
    }

    private static HashSet<string> Set(params string[] files) => [.. files];

    private static string PortableRuntime { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    [Fact]
    public async Task WebApp_OfThePackagesAlone_ServesAModel()
    {
        HostProject web = host.AddProject("web", $"""
            <ItemGroup>
                <PackageReference Include="Mce.AspNetCore" Version="{host.Feed.Version}" />
                <McePlugin Include="Mce.Plugins.Onnx" Version="{host.Feed.Version}" />
              </ItemGroup>
            """, "Microsoft.NET.Sdk.Web", "WebProgram.cs");

        (await web.DotnetAsync("build", "-nologo")).EnsureSuccess();
        string output = (await web.DotnetAsync(Path.Combine(web.Output, "web.dll"), PackagedHost.ProgramArguments[0])).EnsureSuccess();

        Assert.StartsWith("200 200 {\"predictions\":[[", output, StringComparison.Ordinal);
    }
}
