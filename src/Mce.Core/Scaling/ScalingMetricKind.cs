namespace Mce;

/// <summary>What a <see cref="ScalingMetric"/> measures.</summary>
public enum ScalingMetricKind
{
    /// <summary>Requests that arrived per minute and replica, the refused ones too: SageMaker's <c>InvocationsPerInstance</c>.</summary>
    InvocationsPerReplica,

    /// <summary>Requests that run or wait, per replica: SageMaker's <c>ConcurrentRequestsPerModel</c>.</summary>
    ConcurrentRequestsPerReplica,

    /// <summary>Milliseconds that requests waited for a slot, on average, or that the oldest has been waiting, if that is more.</summary>
    QueueDelay,

    /// <summary>CPU time of the process: 100 is one processor wholly busy, as <c>CPUUtilization</c> in CloudWatch.</summary>
    Cpu,

    /// <summary>Memory of the process, in percent of what it may use, as <c>MemoryUtilization</c> in CloudWatch.</summary>
    Memory,

    /// <summary>What a callback of the application says.</summary>
    Custom,
}
