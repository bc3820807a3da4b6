namespace Mce;

/// <summary>What autoscaling watches and acts on: a container, or all containers of an endpoint.</summary>
internal interface IScalingTarget
{
    string Endpoint { get; }

    /// <summary>Null when the target is the endpoint as a whole.</summary>
    string? Container { get; }

    /// <summary>The fewest and the most replicas, from the instance groups.</summary>
    int Minimum { get; }

    int Maximum { get; }

    ScalingConfig Scaling { get; }

    /// <summary>The load now; for an endpoint, the sum over its containers (replicas: the most of any container).</summary>
    ReplicaSample Sample();

    /// <summary>Makes or drains replicas until there are that many, within the bounds. Completes when they take requests or are gone.</summary>
    /// <remarks>Calls may overlap, since a drain lasts as long as the calls that run: the newest count holds.</remarks>
    /// <exception cref="ObjectDisposedException">The target is gone, by a live change.</exception>
    Task ScaleAsync(int desired, CancellationToken cancellationToken);
}
