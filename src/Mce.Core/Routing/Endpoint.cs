namespace Mce;

/// <summary>A name that requests are sent to. Holds a count of each of its containers until the last request is through.</summary>
internal abstract class Endpoint(string name, IReadOnlyList<Container> containers) : ReferenceCounted
{
    public string Name { get; } = name;

    public IReadOnlyList<Container> Containers { get; } = containers;

    public abstract InvocationMode Mode { get; }

    /// <summary>What a request gives and gets; for a direct endpoint null, since each container has its own.</summary>
    public abstract ModelSignature? Signature { get; }

    public abstract ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken);

    protected override void TearDown()
    {
        foreach (Container container in Containers) container.Retire();
    }
}
