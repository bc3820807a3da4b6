using System.Globalization;

namespace Mce;

/// <summary>The threads that the containers of a server may keep busy, against the processors there are. Immutable.</summary>
/// <remarks>
/// By default each container has a replica for each processor, because any one of them may be the one that is asked: the sum of all is
/// above the processors as soon as there are two, and that costs next to nothing (docs/hardware.md has the figures). What costs is one
/// container that asks for more than there is by itself; that is what <see cref="Oversubscribed"/> names.
/// </remarks>
/// <param name="Hardware">What there is.</param>
/// <param name="Containers">What each container may keep busy.</param>
public sealed record ThreadBudget(HardwareLimits Hardware, IReadOnlyList<ContainerThreads> Containers)
{
    /// <summary>Threads that compute when every container is as busy as it can be.</summary>
    public long Total => Containers.Sum(c => c.Threads);

    /// <summary>Containers that keep more threads busy than there are processors all by themselves.</summary>
    public IReadOnlyList<ContainerThreads> Oversubscribed => [.. Containers.Where(IsTooMuch)];

    /// <summary>What to do about <see cref="Oversubscribed"/>, one text each, with numbers.</summary>
    public IReadOnlyList<string> Warnings => [.. Oversubscribed.Select(Warning)];

    /// <summary>For example <c>5 threads at most on 2 processors: e/a 2 x 1, e/b 3 x 1</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Total} threads at most on {Hardware.Processors:0.##} processors{(Containers.Count == 0 ? "" : ": ")}{string.Join(", ", Containers.Select(c => $"{c.Endpoint}/{c.Container} {c.Calls} x {c.ThreadsPerCall}"))}");

    internal static ThreadBudget Of(IEnumerable<Endpoint> endpoints, ServerSetup setup) =>
        new(setup.Options.Hardware, [.. endpoints.SelectMany(e => e.Containers).Select(c => Of(c, setup))]);

    private static ContainerThreads Of(Container container, ServerSetup setup)
    {
        int slots = container.Replicas.Replicas.Select(r => r.Slots.Length).DefaultIfEmpty(1).Max();
        return new(
            container.Endpoint,
            container.Name,
            container.Replicas.Maximum * slots,
            ThreadSettings.PerCall(container.Config, container.Model.Framework, container.Model.FrameworkVersion, setup));
    }

    // A single thread on half a processor is no setting's fault.
    private bool IsTooMuch(ContainerThreads container) => container.Threads > Math.Max(1, Hardware.Processors);

    private string Warning(ContainerThreads container) => string.Create(
        CultureInfo.InvariantCulture,
        $"Container '{container.Container}' of endpoint '{container.Endpoint}' may keep {container.Threads} threads busy ({container.Calls} calls at a time, {container.ThreadsPerCall} threads each), and there are {Hardware.Processors:0.##} processors ({Hardware.ProcessorsLimitedBy}). {Cure(container)}");

    private string Cure(ContainerThreads container)
    {
        int calls = Math.Max(1, Hardware.ComputeThreads / container.ThreadsPerCall);
        return container.ThreadsPerCall == 1
            ? $"Let {calls} run at a time (instances times slots), unless they wait for something other than a processor."
            : $"Let {calls} run at a time (instances times slots), or set {ThreadSettings.Name} to 1: calls side by side use the processors better than threads within a call.";
    }
}
