namespace Mce.Packaging.Tests;

/// <summary>A folder outside the repository, so that nothing of it is inherited.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("mce-packaging-").FullName;

    public string At(params string[] parts) => Path.Combine([FullPath, .. parts]);

    public void Write(string relativePath, string text)
    {
        string path = At(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (IOException)
        {
            // A virus scanner or a slow process holds a file; the system empties its temporary folder.
        }
    }
}
