namespace Mce;

/// <summary>Runs each request through all containers.</summary>
internal sealed class SerialEndpoint(EndpointConfig config, IReadOnlyList<Container> containers, Pipeline pipeline, Deadlines deadlines)
    : Endpoint(config, containers, deadlines)
{
    /// <summary>What is told of the endpoint as a whole.</summary>
    public TargetTelemetry? Telemetry { get; init; }

    public override ModelSignature? Signature => pipeline.Signature;

    public override IReadOnlyDictionary<string, InputSource> WiringOf(int step) => pipeline.WiringOf(step);

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        RefuseTarget(request);
        return InvokeAsync(pipeline, Telemetry, request, request.Timeout ?? Config.Timeout, cancellationToken);
    }

    public override ModelSignature SignatureFor(InferenceRequest request)
    {
        RefuseTarget(request);
        return pipeline.Signature;
    }

    public override TargetTelemetry? TelemetryOf(InferenceRequest request) => request.TargetContainer is null ? Telemetry : null;

    private void RefuseTarget(InferenceRequest request)
    {
        if (request.TargetContainer is { } target) throw RequestErrors.TargetNotAllowed(Name, target);
    }
}
