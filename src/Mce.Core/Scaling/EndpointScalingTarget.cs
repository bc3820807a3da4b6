namespace Mce;

/// <summary>The containers of an endpoint that have no scaling of their own, scaled together: each to as many replicas, within its bounds.</summary>
internal sealed class EndpointScalingTarget(Endpoint endpoint, ScalingConfig scaling) : IScalingTarget
{
    private readonly ReplicaSet[] _sets = [.. endpoint.Containers.Where(c => c.Config.Scaling is null).Select(c => c.Replicas)];

    public string Endpoint => endpoint.Name;

    public string? Container => null;

    public int Minimum => _sets.Min(s => s.Minimum);

    public int Maximum => _sets.Max(s => s.Maximum);

    public ScalingConfig Scaling => scaling;

    public ReplicaSample Sample() => ScalingTargets.Sum([.. _sets.Select(s => s.Sample())], endpoint.Mode);

    public Task ScaleAsync(int desired, CancellationToken cancellationToken) => Task.WhenAll(_sets.Select(s => s.ScaleAsync(desired, cancellationToken)));
}
