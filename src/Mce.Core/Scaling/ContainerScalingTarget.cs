namespace Mce;

/// <summary>A container that is scaled by itself.</summary>
internal sealed class ContainerScalingTarget(Container container, ScalingConfig scaling) : IScalingTarget
{
    public string Endpoint => container.Endpoint;

    public string? Container => container.Name;

    public int Minimum => container.Replicas.Minimum;

    public int Maximum => container.Replicas.Maximum;

    public ScalingConfig Scaling => scaling;

    public ReplicaSample Sample() => container.Replicas.Sample();

    public Task ScaleAsync(int desired, CancellationToken cancellationToken) => container.Replicas.ScaleAsync(desired, cancellationToken);
}
