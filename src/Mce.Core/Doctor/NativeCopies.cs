namespace Mce;

/// <summary>Finds native libraries of which several copies are mapped, or were refused.</summary>
internal static class NativeCopies
{
    public static IEnumerable<PluginConflict> Find(IReadOnlyList<PluginReportEntry> entries, IReadOnlyList<MappedFile> mapped, IReadOnlyList<Plugin> plugins)
    {
        // A file may be mapped under several names: links to one file are one copy.
        MappedFile[] files = [.. mapped.DistinctBy(m => m.Identity is { } identity ? (object)identity : m.Path)];
        return SameName(entries, files).Concat(Contending(entries, files)).Concat(Refused(plugins));
    }

    private static IEnumerable<PluginConflict> SameName(IReadOnlyList<PluginReportEntry> entries, MappedFile[] files) =>
        from file in files
        group file by file.FileName into copies
        where copies.Count() > 1 && copies.Any(f => OwnerOf(f, entries) != AssemblyConflicts.Host) && NativeConflicts.ContendingFamily(copies.Key) is null
        let fatal = NativeConflicts.IsOncePerProcess(copies.Key)
        select new PluginConflict(
            copies.Key,
            !fatal,
            fatal ? "The process bears one copy: the second may crash it." : "Each plugin uses the file of its own folder; both stay mapped.",
            Copies(copies, entries));

    private static IEnumerable<PluginConflict> Contending(IReadOnlyList<PluginReportEntry> entries, MappedFile[] files) =>
        from file in files
        let family = NativeConflicts.ContendingFamily(file.Path)
        where family is not null
        group file by family into copies
        where copies.Count() > 1
        select new PluginConflict(
            copies.Key,
            false,
            copies.Key == "OpenMP"
                ? "Each copy keeps threads of its own: limit each framework's threads, so that they don't compete for cores."
                : "The copies share the device and its memory.",
            Copies(copies, entries));

    private static IEnumerable<PluginConflict> Refused(IReadOnlyList<Plugin> plugins) =>
        from plugin in plugins
        let fields = plugin.Error?.Fields
        where fields is not null && fields.ContainsKey("mapped") && fields.ContainsKey("file")
        select new PluginConflict(
            Path.GetFileName(fields["file"]),
            false,
            $"A second copy would abort the process, so the plugin '{plugin.Description.Name}' was refused.",
            [new PluginConflictCopy(OwnerOf(fields["mapped"], plugins), null, fields["mapped"]), new PluginConflictCopy(plugin.Description.Name, null, fields["file"])]);

    private static PluginConflictCopy[] Copies(IEnumerable<MappedFile> files, IReadOnlyList<PluginReportEntry> entries) =>
        [.. files.Select(f => new PluginConflictCopy(OwnerOf(f, entries), null, f.Path))];

    private static string OwnerOf(MappedFile file, IReadOnlyList<PluginReportEntry> entries) =>
        entries.FirstOrDefault(e => e.NativeFiles.Any(f => f.Path == file.Path))?.Name ?? AssemblyConflicts.Host;

    private static string OwnerOf(string path, IReadOnlyList<Plugin> plugins) =>
        plugins.FirstOrDefault(p => PathNames.IsUnder(path, p.Description.Directory) || NativesFromElsewhere.Contains(p.Description.Directory, path))?.Description.Name
        ?? AssemblyConflicts.Host;
}
