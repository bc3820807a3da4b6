using System.Reflection;

namespace Mce.Plugins.MLNet.Code;

/// <summary>Loads the assemblies that a container's setting lists: by name from the plugin's folder, or by path.</summary>
internal static class ListedAssemblies
{
    /// <param name="entries">Simple names, or paths of <c>.dll</c> files that are absolute or relative to the plugin's folder.</param>
    /// <param name="folder">The plugin's folder.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>: one can't be loaded.</exception>
    public static IReadOnlyList<Assembly> Load(IEnumerable<string> entries, string folder) => [.. entries.Select(entry => IsPath(entry) ? LoadFile(entry, folder) : LoadName(entry, folder))];

    private static bool IsPath(string entry) => entry.AsSpan().IndexOfAny('/', '\\') >= 0 || entry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static Assembly LoadName(string name, string folder)
    {
        if (SideAssemblies.TryLoad(name, out Assembly? assembly, out string? reason)) return assembly;
        throw Invalid(name, reason is null
            ? $"there is no {name}.dll in '{folder}': put it there, with what it depends on, or list the path of the file"
            : $"it can't be loaded: {reason.TrimEnd('.')}");
    }

    private static Assembly LoadFile(string entry, string folder)
    {
        string path = Path.GetFullPath(entry, folder);
        if (!File.Exists(path)) throw Invalid(entry, $"there is no file '{path}'");
        // What it depends on lies beside it.
        SideAssemblies.AddFolder(Path.GetDirectoryName(path)!);
        try
        {
            return SideAssemblies.LoadFile(path);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            throw Invalid(entry, $"'{path}' can't be loaded: {e.Message.TrimEnd('.')}");
        }
    }

    private static MceException Invalid(string entry, string why) => new(
        MceErrorCodes.SettingInvalid,
        $"The setting '{ModelOptions.AssembliesSetting}' lists '{entry}', but {why}.",
        new Dictionary<string, string> { ["setting"] = ModelOptions.AssembliesSetting, ["given"] = entry });
}
