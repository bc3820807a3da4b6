using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>All observers of a server.</summary>
internal sealed class ObserverHub : IAsyncDisposable
{
    private readonly ObserverDispatcher[] _dispatchers;

    public ObserverHub(IReadOnlyList<ObserverRegistration> observers, TimeProvider timeProvider, ILogger logger)
    {
        _dispatchers = [.. observers.Select(o => new ObserverDispatcher(o.Observer, o.Capacity, timeProvider, logger))];
        foreach (ObserverDispatcher dispatcher in _dispatchers) Wanted |= dispatcher.Wanted;
    }

    /// <summary>What at least one observer wants to be told of.</summary>
    public InvocationEvents Wanted { get; }

    public IReadOnlyList<ObserverDispatcher> Dispatchers => _dispatchers;

    public void Start()
    {
        foreach (ObserverDispatcher dispatcher in _dispatchers) dispatcher.Start();
    }

    public bool Wants(InvocationEvents kind) => (Wanted & kind) != 0;

    public void Publish(in EventRecord record)
    {
        foreach (ObserverDispatcher dispatcher in _dispatchers)
            if ((dispatcher.Wanted & record.Kind) != 0) dispatcher.Write(record);
    }

    public Task FlushAsync() => Task.WhenAll(_dispatchers.Select(d => d.FlushAsync()));

    public async ValueTask DisposeAsync() => await Task.WhenAll(_dispatchers.Select(d => d.DisposeAsync().AsTask())).ConfigureAwait(false);
}
