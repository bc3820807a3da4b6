namespace Mce.Testing;

/// <summary>One endpoint of a server. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mode">How its containers are called.</param>
/// <param name="Signature">What a request gives and gets on a serial endpoint; null on a direct one.</param>
/// <param name="Containers">In their order.</param>
public sealed record DescribedEndpoint(string Name, InvocationMode Mode, string? Signature, IReadOnlyList<DescribedContainer> Containers)
{
    /// <summary>The deadline of requests that bring none; null = none of the endpoint's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The container of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public DescribedContainer this[string container] => Containers.FirstOrDefault(c => c.Name == container)
        ?? throw new KeyNotFoundException($"The endpoint '{Name}' has no container '{container}'. It has: {string.Join(", ", Containers.Select(c => c.Name))}.");

    internal static DescribedEndpoint Of(EndpointDescription endpoint, EndpointConfig? config) =>
        new(endpoint.Name, endpoint.Mode, endpoint.Signature?.ToString(), [.. endpoint.Containers.Select(DescribedContainer.Of)]) { Timeout = config?.Timeout };

    internal IEnumerable<string> Lines() =>
    [
        $"{Name}: {(Mode == InvocationMode.Serial ? "serial" : "direct")}{ServerDescription.TimeoutText(Timeout)}{(Signature is null ? "" : $" {Signature}")}",
        .. Containers.SelectMany(c => c.Lines()).Select(l => "  " + l),
    ];
}
