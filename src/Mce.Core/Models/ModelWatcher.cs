using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Tells when the files of models have changed and are complete again. Thread-safe.</summary>
/// <remarks>
/// <para>It looks at the files at an interval and not through the system's notifications: those don't cross network and overlay file
/// systems, get lost when many come, and tell of a write long before the last one. A look is a few system calls a model.</para>
/// <para>A change is told when two looks in a row saw the same new state: a file that is still being written, or that is missing in the
/// middle of a replacement, isn't told. A writer that pauses for longer than the interval isn't seen through: write to another name and
/// rename.</para>
/// <para>A state is told once. Whoever can't load it keeps what there was, and hears again when the files change again.</para>
/// </remarks>
internal sealed partial class ModelWatcher : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    // Replaced as a whole; what a look finds out about a path is written by one look at a time.
    private volatile Dictionary<string, WatchedModel> _watched = [];

    /// <summary>Begins to look.</summary>
    /// <param name="changed">Gets the paths that changed at one look. It is awaited before the next look; what it throws is logged.</param>
    /// <param name="interval">Between two looks: the least time until a change is told is once, the most twice this.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where changes are logged.</param>
    public ModelWatcher(Func<IReadOnlyList<string>, CancellationToken, Task> changed, TimeSpan interval, TimeProvider timeProvider, ILogger logger)
    {
        _changed = changed;
        _logger = logger;
        _timer = new PeriodicTimer(interval, timeProvider);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Replaces what is watched.</summary>
    /// <param name="models">
    /// Absolute paths, each with the stamp that was taken before the model was loaded: what changed since then, while it was being loaded,
    /// is told too.
    /// </param>
    public void Watch(IEnumerable<KeyValuePair<string, ModelStamp>> models)
    {
        Dictionary<string, WatchedModel> before = _watched;
        var next = new Dictionary<string, WatchedModel>(StringComparer.FromComparison(PathNames.Comparison));
        foreach ((string path, ModelStamp loaded) in models)
        {
            // A model that stays keeps what was told of it: a change that couldn't be loaded isn't told twice.
            bool stays = before.TryGetValue(path, out WatchedModel? known) && known.Loaded.Equals(loaded);
            next[path] = stays ? known! : new WatchedModel(loaded);
        }

        _watched = next;
    }

    /// <summary>Looks once, and tells what changed.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        foreach ((string path, WatchedModel model) in _watched)
        {
            if (model.Look(ModelStamp.Of(path)) is not { } changes) continue;
            LogChanged(_logger, path, changes);
            changed.Add(path);
        }

        if (changed.Count == 0) return;
        try
        {
            await _changed(changed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(_logger, string.Join(", ", changed), e);
        }
    }

    /// <summary>Stops looking, cancels a reload that is under way and waits for its end. Not to be awaited inside of that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (await _timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false)) await LookAsync(_stop.Token).ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Information, "The model {Path} has changed: {Changes}.")]
    private static partial void LogChanged(ILogger logger, string path, string changes);

    [LoggerMessage(2, LogLevel.Error, "The changed models {Paths} could not be taken over; what was loaded goes on serving until the files change again.")]
    private static partial void LogFailed(ILogger logger, string paths, Exception cause);

    private sealed class WatchedModel(ModelStamp loaded)
    {
        private ModelStamp _told = loaded; // the state that the host knows of
        private ModelStamp? _seen; // the state at the last look, when that is another one

        public ModelStamp Loaded { get; } = loaded;

        /// <returns>What to tell: the changes since the state that was told last; null = nothing new, or not complete.</returns>
        public string? Look(ModelStamp now)
        {
            if (!now.Exists || now.Equals(_told))
            {
                _seen = null;
                return null;
            }

            if (!now.Equals(_seen))
            {
                _seen = now;
                return null;
            }

            string changes = now.ChangesSince(_told);
            _told = now;
            _seen = null;
            return changes;
        }
    }
}
