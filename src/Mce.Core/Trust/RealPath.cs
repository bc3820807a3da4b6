namespace Mce;

/// <summary>Paths with every link on the way resolved.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>The path itself, as far as it can be resolved: what doesn't exist has no links.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path)
    {
        int links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path; // a root
        string here = Path.Join(Resolve(parent, ref links), Path.GetFileName(path));
        if (TargetOf(here) is not { } target || ++links > MaxLinks) return here;
        return Resolve(Path.GetFullPath(target, Path.GetDirectoryName(here)!), ref links);
    }

    private static string? TargetOf(string path)
    {
        try
        {
            // One question serves both: a link knows what it leads to, not of what kind that is.
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
