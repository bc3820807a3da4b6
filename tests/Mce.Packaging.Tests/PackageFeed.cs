namespace Mce.Packaging.Tests;

/// <summary>The packages of this build, in a folder of their own and under a version that no cache can know.</summary>
internal sealed class PackageFeed(TemporaryFolder folder)
{
    public static readonly string[] Ids = ["Mce.Abstractions", "Mce.Core", "Mce.AspNetCore", "Mce.Testing", "Mce.Plugins.Onnx", "Mce.Plugins.MLNet", "Mce.Plugins.Torch"];

    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    public string FullPath => folder.At("feed");

    public string PackagePath(string id) => Path.Combine(FullPath, $"{id}.{Version}.nupkg");

    public async Task PackAsync()
    {
        string projects = string.Join(';', Ids.Select(id => Repository.File($"src/{id}/{id}.csproj")));
        folder.Write("pack.proj", $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true"
                         Properties="Configuration={Repository.Configuration};NoBuild=true;PackageVersion={Version};PackageOutputPath={FullPath}" />
              </Target>
            </Project>
            """);
        (await Command.DotnetAsync(folder.FullPath, "msbuild", "pack.proj", "-t:Pack", "-v:q", "-nologo")).EnsureSuccess();
    }

    /// <summary>Package sources for a host: this feed, and whatever the machine is set up with.</summary>
    /// <remarks>Packages of this feed are unpacked below the temporary folder; all others come from where the user has them.</remarks>
    public async Task WriteConfigurationAsync()
    {
        string user = (await Command.DotnetAsync(folder.FullPath, "nuget", "locals", "global-packages", "--list")).EnsureSuccess();
        string userPackages = user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        folder.Write("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="this-build" value="{FullPath}" /></packageSources>
              <fallbackPackageFolders><add key="user" value="{userPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }
}
