namespace Mce.Testing;

/// <summary>A temporary folder of files that stand for models.</summary>
internal sealed class ModelFolder : IDisposable
{
    private static int _versions;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-test-");

    public string Path => _folder.FullName;

    /// <summary>Makes a file, or gives it another content.</summary>
    public void Write(string file)
    {
        string path = System.IO.Path.GetFullPath(file, Path);
        if (!path.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ArgumentException($"'{file}' is not under the test's folder: give a relative path.", nameof(file));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"scripted model {Interlocked.Increment(ref _versions)}");
    }

    public void Dispose()
    {
        if (_folder.Exists) _folder.Delete(recursive: true);
    }
}
