using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Mce;

/// <summary>Native files that appeared in the process while a plugin started, from outside its folder.</summary>
/// <remarks>One list for the process, because it is the process that keeps them: a plugin that is loaded again, here or by
/// another host, finds them mapped already.</remarks>
internal static class NativesFromElsewhere
{
    private static readonly ConcurrentDictionary<string, ImmutableHashSet<string>> ByDirectory = new();

    public static void Add(string pluginDirectory, IEnumerable<string> paths)
    {
        ImmutableHashSet<string> added = [.. paths.Where(p => !PathNames.IsUnder(p, pluginDirectory))];
        if (!added.IsEmpty) ByDirectory.AddOrUpdate(pluginDirectory, added, (_, known) => known.Union(added));
    }

    public static bool Contains(string pluginDirectory, string path) => ByDirectory.TryGetValue(pluginDirectory, out ImmutableHashSet<string>? paths) && paths.Contains(path);
}
