namespace Mce;

/// <summary>What several containers that are scaled together look like as one.</summary>
internal static class ScalingTargets
{
    /// <summary>Their load: sums, and of replicas the most of any, since each container is to have as many.</summary>
    public static ReplicaSample Sum(IEnumerable<ReplicaSample> samples) => samples.Aggregate((a, b) => new ReplicaSample
    {
        Completed = a.Completed + b.Completed,
        Failed = a.Failed + b.Failed,
        Rejected = a.Rejected + b.Rejected,
        GivenUp = a.GivenUp + b.GivenUp,
        Dequeued = a.Dequeued + b.Dequeued,
        QueueTime = a.QueueTime + b.QueueTime,
        OldestWait = a.OldestWait > b.OldestWait ? a.OldestWait : b.OldestWait,
        Running = a.Running + b.Running,
        Waiting = a.Waiting + b.Waiting,
        Replicas = Math.Max(a.Replicas, b.Replicas),
        Slots = a.Slots + b.Slots,
        Desired = Math.Max(a.Desired, b.Desired),
    });
}
