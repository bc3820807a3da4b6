namespace Mce;

/// <summary>What is scaled in a topology.</summary>
internal static class ScalingTargets
{
    /// <summary>Each container with scaling of its own, and each endpoint with scaling for the rest of its containers.</summary>
    public static IReadOnlyList<IScalingTarget> Of(TopologySnapshot? topology)
    {
        var targets = new List<IScalingTarget>();
        foreach (Endpoint endpoint in topology?.Endpoints ?? [])
        {
            foreach (Container container in endpoint.Containers)
            {
                if (container.Config.Scaling is { } own) targets.Add(new ContainerScalingTarget(container, own));
            }

            if (endpoint.Config.Scaling is { } common) targets.Add(new EndpointScalingTarget(endpoint, common));
        }

        return targets;
    }

    /// <summary>The load of containers that are scaled together.</summary>
    /// <param name="samples">Theirs, in their order.</param>
    /// <param name="mode">How they are called. On a serial endpoint each sees every request, so the first counts them.</param>
    /// <returns>Sums; and of replicas the most of any, since each container is to have as many.</returns>
    public static ReplicaSample Sum(IReadOnlyList<ReplicaSample> samples, InvocationMode mode)
    {
        IReadOnlyList<ReplicaSample> counting = mode == InvocationMode.Serial ? [samples[0]] : samples;
        return new ReplicaSample
        {
            Completed = counting.Sum(s => s.Completed),
            Failed = samples.Sum(s => s.Failed),
            Rejected = counting.Sum(s => s.Rejected),
            GivenUp = counting.Sum(s => s.GivenUp),
            Dequeued = samples.Sum(s => s.Dequeued),
            QueueTime = TimeSpan.FromTicks(samples.Sum(s => s.QueueTime.Ticks)),
            OldestWait = samples.Max(s => s.OldestWait),
            Running = samples.Sum(s => s.Running),
            Waiting = samples.Sum(s => s.Waiting),
            Replicas = samples.Max(s => s.Replicas),
            Slots = samples.Sum(s => s.Slots),
            Desired = samples.Max(s => s.Desired),
        };
    }
}
