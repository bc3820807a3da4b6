namespace Mce;

/// <summary>Finds plugins in the folders that were given, and tells ambiguous ones. Loads nothing.</summary>
internal static class PluginDiscovery
{
    /// <param name="options">Where to look.</param>
    /// <param name="rootErrors">What is wrong with the root folders themselves.</param>
    public static IReadOnlyList<PluginDescription> Run(PluginHostOptions options, out IReadOnlyList<MceException> rootErrors)
    {
        List<MceException> errors = [];
        PluginDescription[] plugins =
        [
            .. options.PluginRoots.SelectMany(r => SubFolders(r, errors))
                .Concat(options.PluginDirectories.Select(PathNames.FromApplication))
                .Distinct(StringComparer.FromComparison(PathNames.Comparison))
                .Select(PluginFolder.Read)
                .Select(p => options.Trust.RefuseByName(p) is { } refused ? p with { Error = refused } : p),
            .. options.StaticBackends.Select(PluginDescription.Of),
        ];
        rootErrors = errors;
        RefuseDuplicates(plugins, p => p.Name, PluginErrors.NameTaken);
        RefuseDuplicates(plugins, p => p.Error is null ? $"{p.Framework}@{p.FrameworkVersion}" : null, PluginErrors.Ambiguous);
        return plugins;
    }

    private static string[] SubFolders(string root, List<MceException> errors)
    {
        string path = PathNames.FromApplication(root);
        if (!Directory.Exists(path))
        {
            errors.Add(PluginErrors.RootMissing(path, root));
            return [];
        }

        string[] folders = [.. Directory.GetDirectories(path).Where(d => !Path.GetFileName(d).StartsWith('.')).Order(StringComparer.Ordinal)];
        if (folders.Length == 0) errors.Add(PluginErrors.RootEmpty(path, isPlugin: Directory.EnumerateFiles(path, "*.deps.json").Any()));
        return folders;
    }

    private static void RefuseDuplicates(
        PluginDescription[] plugins,
        Func<PluginDescription, string?> key,
        Func<PluginDescription, PluginDescription, MceException> explain)
    {
        ILookup<string?, int> indexes = Enumerable.Range(0, plugins.Length).ToLookup(i => key(plugins[i]), StringComparer.OrdinalIgnoreCase);
        PluginDescription[] asFound = [.. plugins];
        foreach (IGrouping<string?, int> group in indexes.Where(g => g.Key is not null && g.Count() > 1))
        {
            foreach (int index in group)
            {
                // A plugin with a fault of its own keeps that: it is the one to mend first.
                int other = group.First(i => i != index);
                if (asFound[index].Error is null) plugins[index] = asFound[index] with { Error = explain(asFound[index], asFound[other]) };
            }
        }
    }
}
