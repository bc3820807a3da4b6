namespace Mce;

/// <summary>What an <see cref="IInvocationObserver"/> can be told of.</summary>
[Flags]
public enum InvocationEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="IInvocationObserver.OnReceived"/>.</summary>
    Received = 1 << 0,

    /// <summary><see cref="IInvocationObserver.OnQueued"/>.</summary>
    Queued = 1 << 1,

    /// <summary><see cref="IInvocationObserver.OnStarted"/>.</summary>
    Started = 1 << 2,

    /// <summary><see cref="IInvocationObserver.OnCompleted"/>.</summary>
    Completed = 1 << 3,

    /// <summary><see cref="IInvocationObserver.OnRejected"/>.</summary>
    Rejected = 1 << 4,

    /// <summary><see cref="IInvocationObserver.OnFailed"/>.</summary>
    Failed = 1 << 5,

    /// <summary><see cref="IInvocationObserver.OnModelLoaded"/>.</summary>
    ModelLoaded = 1 << 6,

    /// <summary><see cref="IInvocationObserver.OnModelUnloaded"/>.</summary>
    ModelUnloaded = 1 << 7,

    /// <summary><see cref="IInvocationObserver.OnScaled"/>.</summary>
    Scaled = 1 << 8,

    /// <summary><see cref="IInvocationObserver.OnChanged"/>.</summary>
    Changed = 1 << 9,

    /// <summary>Everything.</summary>
    All = (1 << 10) - 1,
}
