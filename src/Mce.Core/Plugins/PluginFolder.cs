using System.Text.Json;

namespace Mce;

/// <summary>Reads a plugin's folder: which class it exports, and everything that can be found wrong without loading it.</summary>
internal static class PluginFolder
{
    private const string ManifestSuffix = ".deps.json";
    private const string ShimSuffix = ".shim";

    /// <summary>Never throws for what the folder holds: the description carries the error.</summary>
    public static PluginDescription Read(string directory)
    {
        var plugin = new PluginDescription(Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)), directory) { Stamp = ModelStamp.Of(directory) };
        try
        {
            return Directory.Exists(directory) ? ReadExisting(plugin) : plugin with { Error = PluginErrors.FolderMissing(plugin) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or JsonException)
        {
            return plugin with { Error = PluginErrors.Unreadable(plugin, e) };
        }
    }

    private static PluginDescription ReadExisting(PluginDescription plugin)
    {
        string[] libraries = Directory.GetFiles(plugin.Directory, "*.dll");
        string[] manifests = [.. Directory.GetFiles(plugin.Directory, "*" + ManifestSuffix).Select(m => m[..^ManifestSuffix.Length])];
        if (libraries.Length == 0 && manifests.Length == 0) return plugin with { Error = PluginErrors.Empty(plugin) };
        if (manifests.Length == 0) return plugin with { Error = PluginErrors.ManifestMissing(plugin, libraries) };

        Array.Sort(libraries, StringComparer.Ordinal);
        List<AssemblyMetadata> users = [];
        foreach (string library in libraries)
        {
            if (AssemblyMetadata.TryRead(library) is { ContractVersion: not null } assembly) users.Add(assembly);
        }

        List<(AssemblyMetadata Assembly, BackendExport Export)> exports = [.. users.SelectMany(a => a.Exports.Select(e => (a, e)))];
        if (exports.Count != 1) return plugin with { Error = ExplainExports(plugin, exports, users, manifests) };

        (AssemblyMetadata exporting, BackendExport export) = exports[0];
        plugin = plugin with { Assembly = exporting, Export = export };
        if (FindMain(manifests, exporting.Name) is not { } main) return plugin with { Error = PluginErrors.ManifestAmbiguous(plugin, manifests) };

        plugin = plugin with { MainAssembly = main + ".dll", Dependencies = DependencyManifest.Read(main + ManifestSuffix) };
        return plugin with { Error = Check(plugin, exporting, export) };
    }

    /// <summary>
    /// The exporting assembly's own manifest, or the only one. A plugin that came as a package is described by the manifest of
    /// the shim that it was restored with.
    /// </summary>
    private static string? FindMain(string[] manifests, string exportingName) =>
        Array.Find(manifests, m => Path.GetFileName(m).Equals(exportingName, StringComparison.OrdinalIgnoreCase))
        ?? (manifests.Length == 1 ? manifests[0] : null)
        ?? manifests.SingleOrNull(m => m.EndsWith(ShimSuffix, StringComparison.OrdinalIgnoreCase));

    private static string? SingleOrNull(this string[] manifests, Func<string, bool> predicate)
    {
        string[] found = [.. manifests.Where(predicate)];
        return found.Length == 1 ? found[0] : null;
    }

    private static MceException ExplainExports(
        PluginDescription plugin,
        List<(AssemblyMetadata Assembly, BackendExport Export)> exports,
        List<AssemblyMetadata> users,
        string[] manifests)
    {
        if (exports.Count > 1) return PluginErrors.SeveralExports(plugin, exports.Select(e => e.Export));
        if (users.Count > 0) return PluginErrors.NoExport(plugin, users);
        string main = manifests[0] + ".dll";
        if (!File.Exists(main)) return PluginErrors.MainMissing(plugin, main);
        return AssemblyMetadata.TryRead(main) is null ? PluginErrors.NotDotNet(plugin, main) : PluginErrors.NotAPlugin(plugin, main);
    }

    /// <summary>In the order in which one fault would hide the next.</summary>
    private static MceException? Check(PluginDescription plugin, AssemblyMetadata assembly, BackendExport export)
    {
        if (FindCopyOfShared(plugin.Directory) is { } copy) return PluginErrors.OwnCopy(plugin, copy);
        if (export.AbiMajor != MceAbi.Major || export.AbiMinor > MceAbi.Minor || export.AbiMinor < MceAbi.OldestMinor)
            return PluginErrors.AbiMismatch(plugin, export);
        if (assembly.ContractVersion is { } compiledWith && compiledWith > typeof(IBackend).Assembly.GetName().Version)
            return PluginErrors.ContractTooNew(plugin, compiledWith);
        if (export.Framework.Length == 0 || export.FrameworkVersion.Length == 0 || export.Framework.Contains('@', StringComparison.Ordinal))
            return PluginErrors.FrameworkNameInvalid(plugin, export);
        if (!export.IsPublic || export.IsAbstract) return PluginErrors.ClassUnusable(plugin, export.TypeName, export.IsPublic ? "is abstract" : "isn't public");
        if (!File.Exists(plugin.MainAssembly)) return PluginErrors.MainMissing(plugin, plugin.MainAssembly!);
        return plugin.Dependencies.FirstOrDefault(d => !Exists(plugin.Directory, d)) is { } missing ? PluginErrors.DependencyMissing(plugin, missing) : null;
    }

    private static string? FindCopyOfShared(string directory) =>
        Directory.EnumerateFiles(directory, "*.dll", SearchOption.AllDirectories)
            .FirstOrDefault(f => PluginLoadContext.IsShared(Path.GetFileNameWithoutExtension(f)));

    private static bool Exists(string directory, ManifestAssembly assembly) => File.Exists(Path.Combine(directory, assembly.FileName));
}
