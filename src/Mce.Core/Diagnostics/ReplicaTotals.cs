namespace Mce;

/// <summary>The load of a container over all models that serve it at the moment, and the counts of those that did.</summary>
internal readonly record struct ReplicaTotals(
    long Completed,
    long Failed,
    long Rejected,
    long GivenUp,
    int Running,
    int Waiting,
    int Replicas,
    int Slots,
    int Desired,
    TimeSpan OldestWait)
{
    /// <summary>Adds what a source that is gone has counted; of what it did at the moment nothing is left.</summary>
    public ReplicaTotals Keep(ReplicaSample last) => this with
    {
        Completed = Completed + last.Completed,
        Failed = Failed + last.Failed,
        Rejected = Rejected + last.Rejected,
        GivenUp = GivenUp + last.GivenUp,
    };

    public static ReplicaTotals operator +(ReplicaTotals totals, ReplicaSample sample) => new(
        totals.Completed + sample.Completed,
        totals.Failed + sample.Failed,
        totals.Rejected + sample.Rejected,
        totals.GivenUp + sample.GivenUp,
        totals.Running + sample.Running,
        totals.Waiting + sample.Waiting,
        totals.Replicas + sample.Replicas,
        totals.Slots + sample.Slots,
        totals.Desired + sample.Desired,
        totals.OldestWait > sample.OldestWait ? totals.OldestWait : sample.OldestWait);
}
