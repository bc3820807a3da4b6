namespace Worker;

/// <summary>
/// The folders of a worker. An item is a file in <c>inbox</c>; it is answered when, and only when, its result stands in <c>results</c>.
/// What is answered goes from the inbox to <c>done</c>.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    /// <summary>What a file's name ends with while it is written. Renaming it makes it whole in one step.</summary>
    private const string Unfinished = ".part";

    private readonly string _results;
    private readonly string _done;
    private readonly FileStream _lock;

    private WorkFolder(string path, FileStream @lock)
    {
        _lock = @lock;
        Inbox = Directory.CreateDirectory(Path.Combine(path, "inbox")).FullName;
        _results = Directory.CreateDirectory(Path.Combine(path, "results")).FullName;
        _done = Directory.CreateDirectory(Path.Combine(path, "done")).FullName;
    }

    public string Inbox { get; }

    /// <summary>Takes the folder for this process and removes what a killed one left half-written.</summary>
    /// <exception cref="IOException">Another worker has it.</exception>
    public static WorkFolder Open(string path)
    {
        path = Directory.CreateDirectory(path).FullName;
        FileStream @lock;
        try
        {
            // The system lets go of it when the process ends, however it ends.
            @lock = new FileStream(Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another worker has the folder '{path}', or it can't be written: {e.Message}", e);
        }

        var folder = new WorkFolder(path, @lock);
        foreach (string draft in Directory.EnumerateFiles(folder._results, "*" + Unfinished)) File.Delete(draft);
        return folder;
    }

    /// <summary>The items in the inbox. Hidden files and those that somebody still writes are none yet.</summary>
    public IEnumerable<string> EnumerateItems() => Directory.EnumerateFiles(Inbox)
        .Select(file => Path.GetFileName(file))
        .Where(name => !name.StartsWith('.') && !name.EndsWith(Unfinished, StringComparison.Ordinal));

    public string PathOf(string item) => Path.Combine(Inbox, item);

    public bool IsAnswered(string item) => File.Exists(ResultOf(item));

    /// <summary>Makes a result stand: whole, on the disk, and never in the place of another.</summary>
    /// <exception cref="IOException">There is one already, or the disk is full.</exception>
    public void Answer(string item, byte[] result)
    {
        string path = ResultOf(item);
        Write(path + Unfinished, result);
        File.Move(path + Unfinished, path, overwrite: false);
    }

    /// <summary>Takes an answered item out of the inbox.</summary>
    public void PutAside(string item)
    {
        if (File.Exists(PathOf(item))) File.Move(PathOf(item), Path.Combine(_done, item), overwrite: true);
    }

    /// <summary>Puts an item into the inbox, as everybody must who does: written under another name, then renamed.</summary>
    public void Add(string item, byte[] content)
    {
        Write(PathOf(item) + Unfinished, content);
        File.Move(PathOf(item) + Unfinished, PathOf(item));
    }

    public void Dispose() => _lock.Dispose();

    private string ResultOf(string item) => Path.Combine(_results, item + ".json");

    private static void Write(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(content);
        // Before the rename: otherwise a power failure could leave the name and not what it stands for.
        file.Flush(flushToDisk: true);
    }
}
