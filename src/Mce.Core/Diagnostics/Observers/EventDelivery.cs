namespace Mce;

/// <summary>Makes an observer's arguments of a record and calls it.</summary>
internal static class EventDelivery
{
    /// <param name="observer">Whom to call.</param>
    /// <param name="kind">One of the record's kinds.</param>
    /// <param name="record">What happened.</param>
    /// <param name="clock">Turns its timestamps into times.</param>
    public static void Deliver(IInvocationObserver observer, InvocationEvents kind, in EventRecord record, EventClock clock)
    {
        if (record.Target is not { } target)
        {
            DeliverRare(observer, record.Detail);
            return;
        }

        DateTimeOffset time = clock.At(record.Timestamp);
        switch (kind)
        {
            case InvocationEvents.Received:
                observer.OnReceived(new RequestReceived
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                });
                break;
            case InvocationEvents.Queued:
                observer.OnQueued(new RequestQueued
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    IsStep = record.IsStep,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                });
                break;
            case InvocationEvents.Started:
                observer.OnStarted(new RequestStarted
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    IsStep = record.IsStep,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                    QueueTime = clock.Span(record.QueueTime),
                });
                break;
            case InvocationEvents.Completed:
                observer.OnCompleted(new RequestCompleted
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    IsStep = record.IsStep,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                    QueueTime = clock.Span(record.QueueTime),
                    ExecuteTime = clock.Span(record.ExecuteTime),
                    Duration = clock.Span(record.Duration),
                });
                break;
            case InvocationEvents.Rejected:
                observer.OnRejected(new RequestRejected
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    IsStep = record.IsStep,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                    ErrorCode = ErrorTypes.Of((Exception)record.Detail!),
                    RetryAfter = (record.Detail as MceException)?.RetryAfter,
                    Duration = clock.Span(record.Duration),
                });
                break;
            case InvocationEvents.Failed:
                var error = (Exception)record.Detail!;
                observer.OnFailed(new RequestFailed
                {
                    Endpoint = target.Endpoint,
                    Container = target.Container,
                    IsStep = record.IsStep,
                    Invocation = record.Invocation,
                    InferenceId = record.InferenceId,
                    Caller = record.Caller,
                    Time = time,
                    ErrorCode = ErrorTypes.Of(error),
                    Message = error.Message,
                    QueueTime = clock.Span(record.QueueTime),
                    Duration = clock.Span(record.Duration),
                });
                break;
        }
    }

    // These come with their arguments made: a box an event matters on a request's path only.
    private static void DeliverRare(IInvocationObserver observer, object? arguments)
    {
        switch (arguments)
        {
            case RequestRejected e:
                observer.OnRejected(e);
                break;
            case RequestFailed e:
                observer.OnFailed(e);
                break;
            case ModelLoaded e:
                observer.OnModelLoaded(e);
                break;
            case ModelUnloaded e:
                observer.OnModelUnloaded(e);
                break;
            case ContainerScaled e:
                observer.OnScaled(e);
                break;
            case TopologyChanged e:
                observer.OnChanged(e);
                break;
        }
    }
}
