namespace Mce;

/// <summary>All files under a folder, hidden ones and those behind links too.</summary>
internal static class FolderFiles
{
    // A link to a folder above it has no end.
    private const int MaxDepth = 32;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <exception cref="IOException">A folder can't be read, or they nest without end.</exception>
    public static IEnumerable<string> Under(string folder) => Under(folder, MaxDepth);

    private static IEnumerable<string> Under(string folder, int depth)
    {
        if (depth == 0) throw new IOException($"'{folder}' lies more than {MaxDepth} folders deep; a link may lead in a circle.");
        return Directory.EnumerateFiles(folder, "*", Everything)
            .Concat(Directory.EnumerateDirectories(folder, "*", Everything).SelectMany(d => Under(d, depth - 1)));
    }
}
