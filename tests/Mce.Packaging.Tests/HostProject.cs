namespace Mce.Packaging.Tests;

/// <summary>A new console project in a folder of its own, as <c>dotnet new console</c> makes it.</summary>
internal sealed class HostProject
{
    private readonly TemporaryFolder _folder;
    private readonly string _name;

    public HostProject(TemporaryFolder folder, string name, string items)
    {
        _folder = folder;
        _name = name;
        folder.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              {items}
            </Project>
            """);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Host", "Program.cs"), At("Program.cs"));
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
