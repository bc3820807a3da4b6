using System.Collections.Concurrent;

namespace Mce.Core.Tests.Diagnostics;

/// <summary>Keeps every event; can be held up in one.</summary>
internal sealed class RecordingObserver : IInvocationObserver
{
    private readonly ConcurrentQueue<object> _events = new();

    public InvocationEvents Events { get; init; } = InvocationEvents.All;

    /// <summary>Called with each event after it is kept.</summary>
    public Action<object>? OnEvent { get; init; }

    public IReadOnlyList<object> All => [.. _events];

    public string Names => string.Join(" ", _events.Select(e => e.GetType().Name));

    public T Single<T>() => Assert.Single(_events.OfType<T>());

    public void OnReceived(in RequestReceived e) => Keep(e);

    public void OnQueued(in RequestQueued e) => Keep(e);

    public void OnStarted(in RequestStarted e) => Keep(e);

    public void OnCompleted(in RequestCompleted e) => Keep(e);

    public void OnRejected(in RequestRejected e) => Keep(e);

    public void OnFailed(in RequestFailed e) => Keep(e);

    public void OnModelLoaded(in ModelLoaded e) => Keep(e);

    public void OnModelUnloaded(in ModelUnloaded e) => Keep(e);

    public void OnScaled(in ContainerScaled e) => Keep(e);

    public void OnChanged(in TopologyChanged e) => Keep(e);

    private void Keep(object e)
    {
        _events.Enqueue(e);
        OnEvent?.Invoke(e);
    }
}
