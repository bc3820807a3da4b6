namespace Mce;

/// <summary>The load of one container at one moment. Counts only ever rise, and survive scaling and live changes that keep the container.</summary>
internal readonly record struct ReplicaSample
{
    /// <summary>Calls that ended, well or not.</summary>
    public required long Completed { get; init; }

    /// <summary>Of these, calls that ended with an error of the model or of the request.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests refused because the queue was full.</summary>
    public required long Rejected { get; init; }

    /// <summary>Requests that left the queue without a slot, at their deadline or because their caller gave up.</summary>
    public required long GivenUp { get; init; }

    /// <summary>Requests that waited and got a slot.</summary>
    public required long Dequeued { get; init; }

    /// <summary>How long these waited, together.</summary>
    public required TimeSpan QueueTime { get; init; }

    /// <summary>How long the one at the head of the queue has waited by now; zero when nobody waits.</summary>
    public required TimeSpan OldestWait { get; init; }

    /// <summary>Calls that run now.</summary>
    public required int Running { get; init; }

    /// <summary>Requests that wait now.</summary>
    public required int Waiting { get; init; }

    /// <summary>Replicas that take requests now.</summary>
    public required int Replicas { get; init; }

    /// <summary>Calls that can run at a time now.</summary>
    public required int Slots { get; init; }

    /// <summary>Replicas that are wanted: differs from <see cref="Replicas"/> while they are made or drained.</summary>
    public required int Desired { get; init; }
}
