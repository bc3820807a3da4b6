using System.ComponentModel;
using System.Diagnostics;

namespace Mce;

/// <summary>The runtime's own list of modules, for systems without a better one: files are told apart by path alone.</summary>
internal sealed class ProcessModules : IProcessModules
{
    public static IProcessModules OfThisSystem { get; } = OperatingSystem.IsLinux() ? new LinuxProcessModules() : new ProcessModules();

    public IReadOnlyList<MappedFile> GetMappedLibraries()
    {
        try
        {
            using Process process = Process.GetCurrentProcess();
            return
            [
                .. process.Modules.Cast<ProcessModule>()
                    .Select(m => m.FileName)
                    .Where(p => IsLibrary(p) && !IsManaged(p))
                    .Distinct()
                    .Select(p => new MappedFile(p, null)),
            ];
        }
        catch (Exception e) when (e is Win32Exception or NotSupportedException)
        {
            return [];
        }
    }

    public FileIdentity? Identify(string path) => null;

    /// <summary>Whether a file name is that of a shared library on any of the three systems.</summary>
    public static bool IsLibrary(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".so", StringComparison.Ordinal)
            || name.Contains(".so.", StringComparison.Ordinal)
            || name.EndsWith(".dylib", StringComparison.Ordinal)
            || name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsManaged(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(path) && AssemblyMetadata.TryRead(path) is not null;
}
