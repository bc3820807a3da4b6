using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What the replica sets of a container need besides their groups.</summary>
internal sealed record ReplicaSettings(string Endpoint, string Container, int MaxQueueLength, ReplicaSelector Selector)
{
    public required OutputPool Pool { get; init; }

    public SizeLimits Limits { get; init; } = SizeLimits.Default;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Makes, for a loaded model, what warms a new instance of it up before it takes requests.</summary>
    public Func<IModel, Action<IModelInstance, CancellationToken>> Prepare { get; init; } = static _ => static (_, _) => { };

    /// <summary>Told when replicas came or went: how many there were, and are. Not to be slow, and not to throw.</summary>
    public Action<int, int> Scaled { get; init; } = static (_, _) => { };

    public required ILogger Logger { get; init; }
}
