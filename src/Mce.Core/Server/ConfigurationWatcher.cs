using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Applies changed configuration sections, each a little after its last change. Thread-safe.</summary>
internal sealed class ConfigurationWatcher : IAsyncDisposable
{
    // An editor writes a file several times, and the file's own watcher tells each time.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private readonly TopologySource _source;
    private readonly Func<TopologyConfig, IReadOnlyList<MceException>, CancellationToken, Task> _apply;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _busy = new(1, 1);
    private readonly ITimer _timer;
    private readonly IDisposable _registration;

    /// <param name="source">What to watch.</param>
    /// <param name="apply">Applies what was read, or refuses it together with the mistakes that reading found.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where a change that can't be made is reported.</param>
    public ConfigurationWatcher(TopologySource source, Func<TopologyConfig, IReadOnlyList<MceException>, CancellationToken, Task> apply, TimeProvider time, ILogger logger)
    {
        _source = source;
        _apply = apply;
        _logger = logger;
        _timer = time.CreateTimer(static state => _ = ((ConfigurationWatcher)state!).ReloadAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = source.OnChange(() => _timer.Change(Quiet, Timeout.InfiniteTimeSpan));
    }

    public async ValueTask DisposeAsync()
    {
        _registration.Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _busy.WaitAsync().ConfigureAwait(false); // a reload that is under way
        _busy.Dispose();
        _stop.Dispose();
    }

    private async Task ReloadAsync()
    {
        try
        {
            await _busy.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        try
        {
            if (_source.HasFixedPartChanged) Log.FixedPartChanged(_logger);
            var errors = new List<MceException>();
            TopologyConfig config = _source.Read(errors);
            await _apply(config, errors, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Log.ReloadFailed(_logger, e);
        }
        finally
        {
            _busy.Release();
        }
    }
}
