namespace Mce.Packaging.Tests;

/// <summary>A host outside the repository that knows Mce by its packages alone: packed, restored and built once for all tests.</summary>
public sealed class PackagedHost : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackagedHost() => Feed = new PackageFeed(_folder);

    internal PackageFeed Feed { get; }

    internal HostProject Project { get; private set; } = null!;

    internal string SecondBuildOutput { get; private set; } = "";

    internal string ProgramOutput { get; private set; } = "";

    /// <summary>What Host/Program.cs reads.</summary>
    internal static string[] ProgramArguments { get; } = [Repository.File("samples/models"), Repository.File("samples/data/digits-heldout.csv")];

    internal HostProject AddProject(string name, string items, string sdk, string program) => new(_folder, name, items, sdk, program);

    internal string PluginFolder(string name) => Path.Combine(Project.Output, "plugins", name);

    public async Task InitializeAsync()
    {
        await Feed.WriteConfigurationAsync();
        await Feed.PackAsync();
        Project = new HostProject(_folder, "app", $"""
            <ItemGroup>
                <PackageReference Include="Mce.Core" Version="{Feed.Version}" />
                <McePlugin Include="Mce.Plugins.Onnx" Version="{Feed.Version}" />
                <McePlugin Include="Mce.Plugins.MLNet" Version="{Feed.Version}" Name="classic" />
                <McePlugin Include="Mce.Plugins.Torch" Version="{Feed.Version}" />
              </ItemGroup>
            """);
        (await Project.DotnetAsync("build", "-nologo")).EnsureSuccess();
        SecondBuildOutput = (await Project.DotnetAsync("build", "-nologo", "-v:n")).EnsureSuccess();
        ProgramOutput = (await Project.DotnetAsync([Path.Combine(Project.Output, "app.dll"), .. ProgramArguments])).EnsureSuccess();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
