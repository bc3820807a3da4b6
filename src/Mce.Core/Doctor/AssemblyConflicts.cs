namespace Mce;

/// <summary>Finds managed assemblies that plugins and host have in different versions.</summary>
internal static class AssemblyConflicts
{
    public const string Host = "host";

    public static IEnumerable<PluginConflict> Find(IReadOnlyList<PluginReportEntry> plugins)
    {
        ILookup<string, PluginConflictCopy> copies = plugins
            .Where(p => p.State is not (PluginState.Failed or PluginState.Refused))
            .SelectMany(p => p.Dependencies.Select(d => (d.Name, Copy: new PluginConflictCopy(p.Name, d.Version, Path.Combine(p.Directory!, d.Name + ".dll")))))
            .ToLookup(c => c.Name, c => c.Copy, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> hostFiles = HostFiles();
        foreach (IGrouping<string, PluginConflictCopy> group in copies.OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase))
        {
            List<PluginConflictCopy> all = [.. group];
            if (hostFiles.TryGetValue(group.Key, out string? path) && File.Exists(path) && AssemblyMetadata.TryRead(path) is { } hosts)
                all.Insert(0, new PluginConflictCopy(Host, hosts.ProductVersion, path));
            if (all.DistinctBy(c => c.Version).Count() > 1)
                yield return new PluginConflict(group.Key, true, "Each load context uses its own version.", all);
        }
    }

    /// <summary>What the host would load: the runtime's list, which is empty where everything is one file.</summary>
    private static Dictionary<string, string> HostFiles()
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (string path in list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return files;
    }
}
