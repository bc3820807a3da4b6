namespace Mce.Core.Tests.Scaling;

public class ScalingTargetsTests
{
    private static readonly ReplicaSample First = Policies.Load(2, 3, running: 2, waiting: 5, completed: 100) with { Rejected = 7, GivenUp = 1, QueueTime = TimeSpan.FromSeconds(4), OldestWait = TimeSpan.FromSeconds(1) };
    private static readonly ReplicaSample Second = Policies.Load(4, 4, running: 3, waiting: 0, completed: 90) with { Rejected = 2, QueueTime = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Sum_OfADirectEndpoint_AddsUpAndTakesTheMostReplicas()
    {
        ReplicaSample sum = ScalingTargets.Sum([First, Second], InvocationMode.Direct);

        Assert.Equal((190, 9, 1, 5, 5), (sum.Completed, sum.Rejected, sum.GivenUp, sum.Running, sum.Waiting));
        Assert.Equal((4, 4, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(1)), (sum.Replicas, sum.Desired, sum.QueueTime, sum.OldestWait));
    }

    [Fact]
    public void Sum_OfASerialEndpoint_CountsEachRequestOnce()
    {
        ReplicaSample sum = ScalingTargets.Sum([First, Second], InvocationMode.Serial);

        Assert.Equal((100, 7, 1, 5, 5), (sum.Completed, sum.Rejected, sum.GivenUp, sum.Running, sum.Waiting));
    }
}
