namespace Mce.Packaging.Tests;

/// <summary>A new console project in a folder of its own, as <c>dotnet new console</c> makes it.</summary>
internal sealed class HostProject
{
    private readonly TemporaryFolder _folder;
    private readonly string _name;

    /// <param name="folder">Where its own folder is made.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">What its project file says beside the usual.</param>
    /// <param name="sdk">The SDK it is made with.</param>
    /// <param name="program">The file of <c>Host</c> that is its program.</param>
    public HostProject(TemporaryFolder folder, string name, string items, string sdk = "Microsoft.NET.Sdk", string program = "Program.cs")
    {
        _folder = folder;
        _name = name;
        folder.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              {items}
            </Project>
            """);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Host", program), At("Program.cs"));
    }

    public string Output => At("bin", "Debug", "net10.0");

    public string At(params string[] parts) => _folder.At([_name, .. parts]);

    public Task<CommandResult> DotnetAsync(params IEnumerable<string> arguments) => Command.DotnetAsync(At(), arguments);

    /// <summary>The files below a folder, relative to it, with forward slashes.</summary>
    public static string[] FilesBelow(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
