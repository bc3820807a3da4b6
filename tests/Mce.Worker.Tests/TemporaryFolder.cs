namespace Mce.Worker.Tests;

/// <summary>A worker's folder for one test, and what a person finds in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-worker-");

    public TemporaryFolder()
    {
        foreach (string path in (string[])[Inbox, Results, Done]) Directory.CreateDirectory(path);
    }

    public string Path => _folder.FullName;

    public string Inbox => System.IO.Path.Combine(Path, "inbox");

    public string Results => System.IO.Path.Combine(Path, "results");

    public string Done => System.IO.Path.Combine(Path, "done");

    /// <summary>As README.md says that producers must: written under another name, then renamed.</summary>
    public void Add(string item, string content)
    {
        string path = System.IO.Path.Combine(Inbox, item);
        File.WriteAllText(path + ".part", content);
        File.Move(path + ".part", path);
    }

    public static string[] NamesIn(string folder) => [.. Directory.EnumerateFiles(folder).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Every finished result's bytes, by its name.</summary>
    public Dictionary<string, string> ReadResults() =>
        Directory.EnumerateFiles(Results, "*.json").ToDictionary(f => System.IO.Path.GetFileName(f), File.ReadAllText);

    public void Dispose() => _folder.Delete(recursive: true);
}
