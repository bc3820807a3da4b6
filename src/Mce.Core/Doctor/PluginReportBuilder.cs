using System.Reflection;
using System.Runtime.InteropServices;

namespace Mce;

/// <summary>Examines plugins and process.</summary>
internal static class PluginReportBuilder
{
    public static PluginReport Build(IReadOnlyList<Plugin> plugins, IReadOnlyList<MceException> rootErrors, IProcessModules modules, TrustReport trust, bool digests)
    {
        if (digests) BeginDigests(plugins);
        IReadOnlyList<MappedFile> mapped = modules.GetMappedLibraries();
        PluginReportEntry[] entries = [.. plugins.OrderBy(p => p.Description.Name, StringComparer.OrdinalIgnoreCase).Select(p => Describe(p, mapped, digests))];
        HashSet<string> claimed = [.. entries.SelectMany(e => e.NativeFiles).Select(f => f.Path)];
        return new PluginReport
        {
            HostAbi = $"{MceAbi.Major}.{MceAbi.Minor}",
            Runtime = RuntimeInformation.FrameworkDescription,
            RuntimeIdentifier = RuntimeInformation.RuntimeIdentifier,
            Plugins = entries,
            Problems = [.. rootErrors.Select(e => e.Message), .. trust.ModelManifestError is { } error ? [error] : Array.Empty<string>()],
            Trust = trust,
            Conflicts = [.. AssemblyConflicts.Find(entries), .. NativeCopies.Find(entries, mapped, plugins)],
            HostNativeFiles = [.. mapped.Select(m => m.Path).Where(p => !claimed.Contains(p) && !ProcessOwnership.IsOfRuntimeOrSystem(p))],
        };
    }

    /// <summary>Natives are tens of megabytes: they are read while the rest is looked at. Each is read once, however often this is called.</summary>
    private static void BeginDigests(IReadOnlyList<Plugin> plugins)
    {
        foreach (Plugin plugin in plugins) ThreadPool.UnsafeQueueUserWorkItem(static p => _ = p.Digest, plugin, preferLocal: false);
    }

    private static PluginReportEntry Describe(Plugin plugin, IReadOnlyList<MappedFile> mapped, bool digests)
    {
        PluginDescription description = plugin.Description;
        LoadedPlugin? loaded = plugin.Loaded;
        bool isStatic = description.Static is not null;
        return new PluginReportEntry
        {
            Name = description.Name,
            Directory = isStatic ? null : description.Directory,
            Framework = description.Framework,
            FrameworkVersion = description.FrameworkVersion,
            Abi = description.Export is { } export ? $"{export.AbiMajor}.{export.AbiMinor}" : isStatic ? $"{MceAbi.Major}.{MceAbi.Minor}" : null,
            PluginVersion = description.Assembly?.ProductVersion,
            State = StateOf(plugin, loaded),
            Error = (plugin.Error ?? plugin.Refusal)?.Message,
            ErrorCode = (plugin.Error ?? plugin.Refusal)?.Code,
            LoadContext = loaded?.Context?.Name,
            IsCollectible = loaded?.Context?.IsCollectible is true,
            IsStillInMemory = plugin.IsStillAlive,
            Dependencies = isStatic ? [] : DependenciesOf(description, loaded),
            NativeFiles = NativesOf(plugin, mapped),
            Digest = digests ? plugin.Digest : null,
        };
    }

    private static PluginState StateOf(Plugin plugin, LoadedPlugin? loaded)
    {
        if (plugin.Error is { } error) return error.Code == MceErrorCodes.NotTrusted ? PluginState.Refused : PluginState.Failed;
        if (loaded is not null) return PluginState.Loaded;
        return plugin.WasUnloaded ? PluginState.Unloaded : PluginState.Discovered;
    }

    private static PluginDependency[] DependenciesOf(PluginDescription plugin, LoadedPlugin? loaded)
    {
        Dictionary<string, string> inMemory = new(StringComparer.OrdinalIgnoreCase);
        foreach (Assembly assembly in loaded?.Context?.Assemblies ?? [])
        {
            AssemblyName name = assembly.GetName();
            inMemory.TryAdd(name.Name!, name.Version?.ToString() ?? "");
        }

        IEnumerable<PluginDependency> listed = plugin.Dependencies
            .Where(d => d.Name != plugin.Assembly?.Name && d.FileName != Path.GetFileName(plugin.MainAssembly))
            .Select(d => new PluginDependency(d.Name, VersionOf(plugin, d), d.Package, d.PackageVersion, inMemory.ContainsKey(d.Name)));
        IEnumerable<PluginDependency> unlisted = inMemory
            .Where(a => a.Key != plugin.Assembly?.Name && plugin.Dependencies.All(d => !d.Name.Equals(a.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(a => new PluginDependency(a.Key, a.Value, null, null, true));
        return [.. listed.Concat(unlisted).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The file's word counts, not the manifest's.</summary>
    private static string VersionOf(PluginDescription plugin, ManifestAssembly assembly)
    {
        string path = Path.Combine(plugin.Directory, assembly.FileName);
        return File.Exists(path) && AssemblyMetadata.TryRead(path) is { } metadata ? metadata.ProductVersion : assembly.PackageVersion;
    }

    private static PluginNativeFile[] NativesOf(Plugin plugin, IReadOnlyList<MappedFile> mapped) =>
    [
        .. ProcessOwnership.MappedFor(plugin, mapped)
            .Select(m => new PluginNativeFile(m.FileName, m.Path, PathNames.IsUnder(m.Path, plugin.Description.Directory)))
            .OrderBy(f => f.Name, StringComparer.Ordinal),
    ];
}
