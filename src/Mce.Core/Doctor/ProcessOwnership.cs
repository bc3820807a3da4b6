using System.Runtime.InteropServices;

namespace Mce;

/// <summary>Tells on whose behalf a native file is mapped: plugin, runtime and system, or else the application.</summary>
internal static class ProcessOwnership
{
    private static readonly string[] SystemFolders = OperatingSystem.IsWindows()
        ? [Environment.GetFolderPath(Environment.SpecialFolder.Windows)]
        : ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/System"];

    private static readonly string[] RuntimeFolders = FindRuntimeFolders();

    /// <summary>Files of the plugin's folder, and those from elsewhere that appeared while it started.</summary>
    public static IEnumerable<MappedFile> MappedFor(Plugin plugin, IEnumerable<MappedFile> mapped)
    {
        if (plugin.Description.Static is not null) return [];
        string directory = plugin.Description.Directory;
        return mapped.Where(m =>
            PathNames.IsUnder(m.Path, directory) || (NativesFromElsewhere.Contains(directory, m.Path) && !IsOfRuntimeOrSystem(m.Path)));
    }

    public static bool IsOfRuntimeOrSystem(string path) =>
        Array.Exists(RuntimeFolders, f => PathNames.IsUnder(path, f)) || Array.Exists(SystemFolders, f => PathNames.IsUnder(path, f));

    /// <summary>The runtime lies in DOTNET/shared/NAME/VERSION, its host in DOTNET/host; with a self-contained application, beside it.</summary>
    private static string[] FindRuntimeFolders()
    {
        string runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        return Directory.Exists(Path.Combine(root, "shared")) ? [Path.Combine(root, "shared"), Path.Combine(root, "host")] : [runtime];
    }
}
