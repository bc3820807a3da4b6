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

    public ReadOnlySpan<ObserverDispatcher> Dispatchers => _dispatchers;

    public void Start()
    {
        foreach (ObserverDispatcher dispatcher in _dispatchers) dispatcher.Start();
    }

    public bool Wants(InvocationEvents kind) => (Wanted & kind) != 0;

    /// <summary>For the rare events, whose arguments are made where they happen.</summary>
    public void Publish(InvocationEvents kind, object arguments)
    {
        foreach (ObserverDispatcher dispatcher in _dispatchers)
        {
            if ((dispatcher.Wanted & kind) == 0 || dispatcher.TryClaim() is not (>= 0 and var position)) continue;
            ref EventRecord record = ref dispatcher.At(position);
            record.Kind = kind;
            record.Detail = arguments;
            dispatcher.Publish(position);
        }
    }

    public Task FlushAsync() => Task.WhenAll(_dispatchers.Select(d => d.FlushAsync()));

    public async ValueTask DisposeAsync() => await Task.WhenAll(_dispatchers.Select(d => d.DisposeAsync().AsTask())).ConfigureAwait(false);
}
