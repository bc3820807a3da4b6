namespace Mce.Cli.Doctor;

/// <summary>Reads the small text files by which a system tells of itself.</summary>
internal static class TextFile
{
    /// <summary>The lines; none when the file is missing or can't be read.</summary>
    public static string[] ReadLines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The value after <c>key</c> and a separator, in the first line that starts so; null when there is none.</summary>
    public static string? ReadValue(string path, string key, char separator = ':') => ReadLines(path)
        .Select(l => l.Split(separator, 2))
        .FirstOrDefault(p => p.Length == 2 && p[0].Trim() == key)?[1].Trim();
}
