using System.Reflection;
using System.Runtime.InteropServices;

namespace Mce.Cli.LibTorch;

/// <summary>Looks for libtorch where the torch plugin looks, and beyond it among the user's NuGet packages.</summary>
/// <remarks>
/// The command's package doesn't carry half a gigabyte of libtorch. Whoever builds anything with the torch plugin has it as a
/// NuGet package, so that copy is used when nothing else is there.
/// </remarks>
internal sealed class LibTorchFinder
{
    public const string EnvironmentVariable = "MCE_LIBTORCH";
    public const string PluginAssembly = "Mce.Plugins.Torch.dll";
    private const string PathFile = "libtorch.path";

    private readonly Func<string, string?> _environment;

    /// <summary>Makes a finder for one folder of plugins.</summary>
    /// <param name="pluginsFolder">The folder whose sub-folders are plugins.</param>
    /// <param name="environment">Gives the value of an environment variable, or null.</param>
    public LibTorchFinder(string pluginsFolder, Func<string, string?> environment)
    {
        _environment = environment;
        if (Directory.Exists(pluginsFolder))
            PluginFolder = Directory.EnumerateDirectories(pluginsFolder).FirstOrDefault(d => File.Exists(Path.Combine(d, PluginAssembly)));
    }

    /// <summary>The folder of the torch plugin, or null when there is none.</summary>
    public string? PluginFolder { get; }

    /// <summary>libtorch's main file name on this system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

    /// <summary>The version that the torch plugin was made for.</summary>
    public static string Version { get; } = typeof(LibTorchFinder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LibTorchVersion").Value!;

    /// <summary>The NuGet package that brings it to this system.</summary>
    public static string PackageId => $"libtorch-cpu-{Runtime}";

    private static string Runtime =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The folder to give the plugin; null when it finds libtorch by itself, or nobody does.</summary>
    public string? FindForPlugin() => PluginFolder is null || Places().TakeWhile(p => !p.IsForCommandOnly).Any(p => p.IsSet) ? null : PackageFolder() is { } folder && Holds(folder) ? folder : null;

    /// <summary>Every place in the order of the search. Those after the first one that is set aren't looked at.</summary>
    public IEnumerable<LibTorchPlace> Places()
    {
        string? variable = _environment(EnvironmentVariable);
        bool isSet = !string.IsNullOrWhiteSpace(variable);
        yield return new($"environment variable {EnvironmentVariable}", isSet ? variable : null, isSet && Holds(variable!), isSet);
        if (PluginFolder is not null)
        {
            foreach (string folder in new[] { Path.Combine(PluginFolder, "runtimes", Runtime, "native"), PluginFolder })
                yield return new("the torch plugin's folder", folder, Holds(folder), Holds(folder));
            string pathFile = Path.Combine(PluginFolder, PathFile);
            string? built = File.Exists(pathFile) ? File.ReadAllText(pathFile).Trim() : null;
            bool holds = !string.IsNullOrEmpty(built) && Holds(built);
            yield return new($"{PathFile}, which a build writes beside the plugin", built ?? pathFile, holds, holds);
        }

        bool isThere = PackageFolder() is { } packages && Holds(packages);
        yield return new($"NuGet package {PackageId} {Version}", PackageFolder(), isThere, isThere, IsForCommandOnly: true);
    }

    private static bool Holds(string place) => File.Exists(Path.Combine(place, FileName)) || (Path.GetFileName(place) == FileName && File.Exists(place));

    private string? PackageFolder()
    {
        string? root = _environment("NUGET_PACKAGES");
        if (string.IsNullOrWhiteSpace(root))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (home.Length == 0) return null;
            root = Path.Combine(home, ".nuget", "packages");
        }

        return Path.Combine(root, PackageId, Version, "runtimes", Runtime, "native");
    }
}
