namespace Mce;

/// <summary>Paths with every link on the way resolved, in the system's order: <c>..</c> after a link leaves what it leads to.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>The path itself, as far as it can be resolved: what doesn't exist has no links.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path)
    {
        string current = Path.GetPathRoot(path)!;
        var pending = new Stack<string>();
        Push(pending, path[current.Length..]);
        int links = 0;
        while (pending.TryPop(out string? name))
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            string next = Path.Join(current, name);
            if (TargetOf(next) is not { } target || ++links > MaxLinks)
            {
                current = next;
                continue;
            }

            if (Path.IsPathFullyQualified(target)) current = Path.GetPathRoot(target)!;
            Push(pending, target[(Path.GetPathRoot(target)?.Length ?? 0)..]);
        }

        return current;
    }

    private static void Push(Stack<string> pending, string path)
    {
        string[] names = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names.Reverse().Where(n => n != ".")) pending.Push(name);
    }

    private static string? TargetOf(string path)
    {
        try
        {
            // A link knows what it leads to, and not of what kind that is: this serves folders as well.
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
