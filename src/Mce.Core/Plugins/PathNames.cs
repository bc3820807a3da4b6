namespace Mce;

/// <summary>Comparing paths in the way of the system.</summary>
internal static class PathNames
{
    public static StringComparison Comparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static bool IsUnder(string path, string directory) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, Comparison);

    /// <summary>Absolute; what is relative starts at the application's folder, where plugins are copied to, not where it was started.</summary>
    public static string FromApplication(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, AppContext.BaseDirectory));
}
