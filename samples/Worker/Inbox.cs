using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Feeds a channel from the inbox: each item once at a time.</summary>
internal sealed partial class Inbox(WorkFolder folder, WorkerOptions options, TimeProvider time, ILogger<Inbox> logger)
{
    // Items between the inbox and their answer: a scan meets them again.
    private readonly ConcurrentDictionary<string, bool> _taken = new();

    /// <summary>Writes to the channel whatever lies in the inbox and whatever comes; waits where the channel is full.</summary>
    public async Task FeedAsync(ChannelWriter<string> queue, CancellationToken stopping)
    {
        // However many files come while a scan runs, one more scan finds them all.
        var scans = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void ScanSoon() => scans.Writer.TryWrite(true);

        using FileSystemWatcher watcher = Watch(ScanSoon);
        // Watchers lose events, and on network drives all of them.
        await using ITimer timer = time.CreateTimer(_ => ScanSoon(), state: null, TimeSpan.Zero, options.RescanInterval);

        await foreach (bool _ in scans.Reader.ReadAllAsync(stopping))
        {
            foreach (string item in folder.EnumerateItems())
                if (_taken.TryAdd(item, true)) await queue.WriteAsync(item, stopping);
            if (options.Once) return;
        }
    }

    /// <summary>An item is answered and out of the inbox, or was given up; if it still lies there, the next scan takes it again.</summary>
    public void Release(string item) => _taken.TryRemove(item, out _);

    private FileSystemWatcher Watch(Action changed)
    {
        var watcher = new FileSystemWatcher(folder.Inbox) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        watcher.Error += (_, _) => changed();
        try
        {
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException e)
        {
            LogNoWatcher(e.Message, options.RescanInterval);
        }

        return watcher;
    }

    [LoggerMessage(LogLevel.Warning, "The system can't watch the inbox ({Reason}). It is read every {Interval}.")]
    private partial void LogNoWatcher(string reason, TimeSpan interval);
}
