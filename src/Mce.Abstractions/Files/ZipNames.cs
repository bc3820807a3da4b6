namespace Mce;

/// <summary>What the entries of a model's archive may be called.</summary>
internal static class ZipNames
{
    // The deepest models that frameworks write nest some ten folders; readers recurse over them.
    private const int MostFolders = 64;
    private const int LongestName = 4_096;

    /// <summary>The name with one kind of separator: ML.NET on Windows writes the other.</summary>
    public static string Normalize(string name) => name.Replace('\\', '/');

    /// <exception cref="InvalidDataException">A name that leads out of a folder, or that no writer of models gives.</exception>
    public static void Check(string name)
    {
        string path = Normalize(name);
        if (path.Length == 0) throw new InvalidDataException("an entry has no name");
        if (path.Length > LongestName) throw new InvalidDataException($"an entry's name has {path.Length:N0} characters");
        if (path.Contains('\0', StringComparison.Ordinal)) throw new InvalidDataException($"an entry's name holds a zero: '{path.Replace('\0', '?')}'");
        if (path[0] == '/' || (path.Length > 1 && path[1] == ':')) throw new InvalidDataException($"its entry '{name}' has an absolute path");
        int folders = 0;
        foreach (Range range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(range) is "..") throw new InvalidDataException($"its entry '{name}' leads out of its folder");
            if (++folders > MostFolders) throw new InvalidDataException($"an entry lies more than {MostFolders} folders deep");
        }
    }
}
