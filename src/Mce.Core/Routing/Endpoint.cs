namespace Mce;

/// <summary>A name that requests are sent to. Holds a count of each of its containers until the last request is through.</summary>
/// <param name="config">As configured.</param>
/// <param name="containers">One count of each is taken over.</param>
/// <param name="deadlines">Runs requests that have one.</param>
internal abstract class Endpoint(EndpointConfig config, IReadOnlyList<Container> containers, Deadlines deadlines) : ReferenceCounted, IInvocable
{
    public EndpointConfig Config { get; } = config;

    public string Name => Config.Name;

    public InvocationMode Mode => Config.Mode;

    public IReadOnlyList<Container> Containers { get; } = containers;

    /// <summary>What a request gives and gets; for a direct endpoint null, since each container has its own.</summary>
    public abstract ModelSignature? Signature { get; }

    protected Deadlines Deadlines { get; } = deadlines;

    public abstract ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken);

    protected override ValueTask TearDownAsync()
    {
        foreach (Container container in Containers) container.Release();
        return ValueTask.CompletedTask;
    }
}
