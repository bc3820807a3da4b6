namespace Mce;

/// <summary>How a container is.</summary>
public enum ContainerState
{
    /// <summary>Its model is being loaded or warmed, and nothing serves in its place.</summary>
    Loading,

    /// <summary>It takes requests.</summary>
    Ready,

    /// <summary>It takes requests, and since the last good answer at least five failed in its model.</summary>
    Failing,

    /// <summary>A call doesn't come back: it has run for longer than <see cref="MceOptions.StuckCallAfter"/>. Its replica is lost until it does.</summary>
    Stuck,

    /// <summary>It takes no new requests; the last ones run.</summary>
    Draining,
}
