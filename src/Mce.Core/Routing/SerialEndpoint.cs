namespace Mce;

/// <summary>Runs each request through all containers.</summary>
internal sealed class SerialEndpoint(string name, IReadOnlyList<Container> containers, Pipeline pipeline) : Endpoint(name, containers)
{
    public override InvocationMode Mode => InvocationMode.Serial;

    public override ModelSignature? Signature => pipeline.Signature;

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        request.TargetContainer is { } target
            ? throw RequestErrors.TargetNotAllowed(Name, target)
            : pipeline.InvokeAsync(request, cancellationToken);
}
