namespace Mce.Core.Tests.Plugins;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mce-plugins-").FullName;

    /// <summary>Copies a fixture's files to a sub-folder.</summary>
    public string Copy(string fixture, string name)
    {
        string target = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
        foreach (string file in Directory.GetFiles(Fixture.Folder(fixture))) File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        return target;
    }

    public string Create(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows doesn't delete assemblies that are still loaded.
        }
    }
}
