using System.Collections.Concurrent;

namespace Mce.Worker.Tests;

/// <summary>
/// Sees every step that a worker takes on its folder, in this process, so that no kill of the worker blinds it: results begun, results made
/// to stand, items put aside.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder;
    private readonly FileSystemWatcher[] _watchers;
    private readonly ConcurrentDictionary<string, int> _stood = new();
    private readonly TaskCompletionSource _sentinel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _failure;

    public FolderWatch(TemporaryFolder folder)
    {
        _folder = folder;
        _watchers = [Watch(folder.Results, OnResult), Watch(folder.Done, name => Happened?.Invoke(Step.PutAside))];
    }

    /// <summary>A moment worth being killed at.</summary>
    public enum Step
    {
        Begun,
        Stands,
        PutAside,
    }

    /// <summary>Raised on the watcher's thread, at once.</summary>
    public event Action<Step>? Happened;

    /// <summary>How often a result was made to stand under each name; complete after this call.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync()
    {
        // Events come in order: with this one seen, all before it are.
        File.WriteAllText(Path.Combine(_folder.Results, "sentinel"), "");
        await _sentinel.Task.WaitAsync(Limit);
        Assert.Null(_failure);
        return _stood;
    }

    public void Dispose() => Array.ForEach(_watchers, w => w.Dispose());

    private void OnResult(string name)
    {
        if (name == "sentinel") _sentinel.TrySetResult();
        if (name.EndsWith(".part", StringComparison.Ordinal))
        {
            Happened?.Invoke(Step.Begun);
        }
        else
        {
            _stood.AddOrUpdate(name, 1, (_, times) => times + 1);
            Happened?.Invoke(Step.Stands);
        }
    }

    private FileSystemWatcher Watch(string path, Action<string> appeared)
    {
        var watcher = new FileSystemWatcher(path) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, e) => appeared(e.Name!);
        watcher.Renamed += (_, e) => appeared(e.Name!);
        watcher.Error += (_, e) => _failure = e.GetException().Message;
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
