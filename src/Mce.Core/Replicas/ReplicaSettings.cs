using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What the replica sets of a container need besides their groups.</summary>
internal sealed record ReplicaSettings(string Endpoint, string Container, int MaxQueueLength, ReplicaSelector Selector)
{
    public required OutputPool Pool { get; init; }

    public SizeLimits Limits { get; init; } = SizeLimits.Default;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Warms a new instance up; it takes requests after this.</summary>
    public Action<IModelInstance, IModel, CancellationToken> Prepare { get; init; } = static (_, _, _) => { };

    public required ILogger Logger { get; init; }
}
