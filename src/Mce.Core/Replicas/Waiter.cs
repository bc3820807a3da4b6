using System.Threading.Tasks.Sources;

namespace Mce;

/// <summary>A request in a queue. Pooled: whoever awaited it returns it, after its cancellation can't reach it any more.</summary>
internal sealed class Waiter : IValueTaskSource<Admission>
{
    // Continuations run on the pool: whoever frees a slot must not compute another caller's request.
    private ManualResetValueTaskSourceCore<Admission> _source = new() { RunContinuationsAsynchronously = true };

    public Waiter() => Node = new LinkedListNode<Waiter>(this);

    public LinkedListNode<Waiter> Node { get; }

    public ReplicaSet Set { get; private set; } = null!;

    public RequestPriority Priority { get; private set; }

    public string Caller { get; private set; } = "";

    /// <summary>When it began to wait, in the clock's timestamps.</summary>
    public long Since { get; private set; }

    /// <summary>When its request must be answered, in the clock's timestamps; the largest number = never.</summary>
    public long Deadline { get; private set; }

    /// <summary>The queue it stands in; null once it left. Guarded by the set's gate.</summary>
    public CallerQueue? Queue { get; set; }

    public ValueTask<Admission> Task => new(this, _source.Version);

    public void Begin(ReplicaSet set, InferenceRequest request, long since)
    {
        _source.Reset();
        (Set, Priority, Caller, Since, Deadline) = (set, request.Priority, request.Caller ?? "", since, request.Deadline);
    }

    public void Complete(Admission admission) => _source.SetResult(admission);

    Admission IValueTaskSource<Admission>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Admission>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<Admission>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
