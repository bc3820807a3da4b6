namespace Mce.Core.Tests.Scaling;

/// <summary>A target whose load a test sets, and which does what it is told at once, unless a test says otherwise.</summary>
internal sealed class FakeTarget(string? container, ScalingConfig scaling) : IScalingTarget
{
    private int _samples;

    public string Endpoint => "e";

    public string? Container => container;

    public int Minimum { get; init; } = 1;

    public int Maximum { get; init; } = 100;

    public ScalingConfig Scaling => scaling;

    public int Samples => Volatile.Read(ref _samples);

    public ReplicaSample Load { get; set; } = Policies.Load(1, 1);

    public Func<ReplicaSample, ReplicaSample> OnSample { get; set; } = static load => load;

    public Func<int, CancellationToken, Task> OnScale { get; set; } = static (_, _) => Task.CompletedTask;

    public ReplicaSample Sample()
    {
        Interlocked.Increment(ref _samples);
        return OnSample(Load);
    }

    public async Task ScaleAsync(int desired, CancellationToken cancellationToken)
    {
        Load = Load with { Desired = desired };
        await OnScale(desired, cancellationToken);
        Load = Load with { Replicas = desired };
    }
}
