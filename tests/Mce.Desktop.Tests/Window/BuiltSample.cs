using System.Reflection;
using System.Text.RegularExpressions;

namespace Mce.Desktop.Tests.Window;

/// <summary>The whole sample, built once where that is possible.</summary>
public sealed partial class BuiltSample : IAsyncLifetime
{
    private static readonly string[] Programs = ["Xvfb", "xdotool", "xprop"];

    private readonly string _configuration = Metadata("Configuration");

    public static string Project { get; } = Metadata("Project");

    /// <summary>Why no window can be tested here; null where one can.</summary>
    public string? WhyNot { get; private set; }

    public string Assembly => Path.Combine(Path.GetDirectoryName(Project)!, "bin", _configuration, "net10.0", "Desktop.dll");

    public async Task InitializeAsync()
    {
        WhyNot = !OperatingSystem.IsLinux() ? "A virtual display is tested on Linux only."
            : Programs.Where(p => !Tool.Exists(p)).ToArray() is { Length: > 0 } missing ? $"Not installed: {string.Join(", ", missing)} (Debian's packages xvfb, xdotool and x11-utils)."
            : null;
        if (WhyNot is not null) return;

        // What the sample references is built already, being referenced by this project too.
        (int code, string output) = await Tool.TryAsync(Tool.Dotnet, ["build", Project, "-c", _configuration, "-p:BuildProjectReferences=false", "-m:1", "-v:q", "-nologo"]);
        if (code == 0) return;
        WhyNot = PackageNotFound().Match(output) is { Success: true } error
            ? $"The package source of this machine lacks what Avalonia needs: {error.Groups["what"].Value}"
            : throw new InvalidOperationException($"The sample doesn't build:{Environment.NewLine}{output}");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Metadata(string key) =>
        typeof(BuiltSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == $"Desktop.{key}").Value!;

    [GeneratedRegex(@"error NU110[123]: (?<what>Unable to find (a stable )?package [\w.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageNotFound();
}
