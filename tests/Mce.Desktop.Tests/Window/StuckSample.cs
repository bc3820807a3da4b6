namespace Mce.Desktop.Tests.Window;

/// <summary>The sample with a model file that gives nothing until it is told to: a pipe.</summary>
internal sealed class StuckSample : IDisposable
{
    private const string StuckModel = "digits.pt2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stuck-");

    private StuckSample()
    {
    }

    public string Assembly => Path.Combine(_folder.FullName, "Desktop.dll");

    private string Pipe => Path.Combine(_folder.FullName, "models", StuckModel);

    public static async Task<StuckSample> CreateAsync(string assembly)
    {
        var stuck = new StuckSample();
        DirectoryInfo original = new(Path.GetDirectoryName(assembly)!);
        foreach (FileSystemInfo entry in original.EnumerateFileSystemInfos())
        {
            string path = Path.Combine(stuck._folder.FullName, entry.Name);
            // Where the program itself lies is its base directory, links followed.
            if (entry.Name.StartsWith("Desktop.", StringComparison.Ordinal)) File.Copy(entry.FullName, path);
            else if (entry.Name != "models") File.CreateSymbolicLink(path, entry.FullName);
        }

        DirectoryInfo models = stuck._folder.CreateSubdirectory("models");
        foreach (FileInfo model in new DirectoryInfo(Path.Combine(original.FullName, "models")).EnumerateFiles().Where(m => m.Name != StuckModel))
            model.CopyTo(Path.Combine(models.FullName, model.Name));
        await Tool.RunAsync("mkfifo", [stuck.Pipe]);
        return stuck;
    }

    /// <summary>Lets the reader go on, and find that this is no model: a pipe opens when both ends are opened.</summary>
    public Task ReleaseAsync() => Task.Run(() => File.OpenWrite(Pipe).Dispose()).WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _folder.Delete(recursive: true);
}
