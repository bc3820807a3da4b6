namespace Mce.Architecture.Tests;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects under a folder of the tree, by path.</summary>
    public static IEnumerable<ProjectFile> Projects(params IEnumerable<string> folders) =>
        folders.SelectMany(folder => Files(folder, "*.csproj")).Select(path => new ProjectFile(path));

    /// <summary>The files under a folder of the tree, without what a build made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        if (!Directory.Exists(start)) return [];
        return Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A path as messages show it.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mce.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Mce.sln above {AppContext.BaseDirectory}.");
    }
}
