namespace Mce.Isolation.Tests;

/// <summary>A folder's copy that goes with the test.</summary>
internal sealed class CopiedFolder : IDisposable
{
    public CopiedFolder(string source, string name)
    {
        Parent = Directory.CreateTempSubdirectory("mce-isolation-").FullName;
        string target = Path.Combine(Parent, name);
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The folder above the copy.</summary>
    public string Parent { get; }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Parent, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows doesn't delete libraries that are still mapped.
        }
    }
}
