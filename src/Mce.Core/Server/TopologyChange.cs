namespace Mce;

/// <summary>A live change that was made. Immutable.</summary>
/// <param name="Containers">Every container of the old and of the new configuration.</param>
/// <param name="Elapsed">How long loading and warming took; requests went on meanwhile.</param>
/// <param name="Drained">
/// Completes when the last request of the old configuration is through and what only it used is gone, or after
/// <see cref="MceOptions.DrainTimeout"/>, with an error in the log. Never fails.
/// </param>
public sealed record TopologyChange(IReadOnlyList<ContainerChange> Containers, TimeSpan Elapsed, Task Drained)
{
    /// <summary>How many containers something was done to.</summary>
    public int Count(ContainerChangeKind kind) => Containers.Count(c => c.Kind == kind);

    internal static IReadOnlyList<ContainerChange> Compare(IReadOnlyList<Endpoint> before, IReadOnlyList<Endpoint> after)
    {
        Dictionary<(string, string), Container> old = before.SelectMany(e => e.Containers).ToDictionary(c => (c.Endpoint, c.Name));
        var changes = new List<ContainerChange>();
        foreach (Container container in after.SelectMany(e => e.Containers))
        {
            ContainerChangeKind kind = !old.Remove((container.Endpoint, container.Name), out Container? previous) ? ContainerChangeKind.Added
                : ReferenceEquals(previous, container) ? ContainerChangeKind.Kept
                : ContainerChangeKind.Replaced;
            changes.Add(new(container.Endpoint, container.Name, kind));
        }

        changes.AddRange(old.Values.Select(c => new ContainerChange(c.Endpoint, c.Name, ContainerChangeKind.Removed)));
        return changes;
    }
}
