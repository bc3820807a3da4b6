namespace Mce;

/// <summary>Runs each request through all containers.</summary>
internal sealed class SerialEndpoint(EndpointConfig config, IReadOnlyList<Container> containers, Pipeline pipeline, Deadlines deadlines)
    : Endpoint(config, containers, deadlines)
{
    public override ModelSignature? Signature => pipeline.Signature;

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (request.TargetContainer is { } target) throw RequestErrors.TargetNotAllowed(Name, target);
        return (request.Timeout ?? Config.Timeout) is { } timeout
            ? Deadlines.InvokeAsync(pipeline, request, timeout, cancellationToken)
            : pipeline.InvokeAsync(request, cancellationToken);
    }
}
