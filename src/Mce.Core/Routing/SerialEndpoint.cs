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
        if (request.TargetContainer is { } target) throw RequestErrors.TargetNotAllowed(Name, target);
        return InvokeAsync(pipeline, Telemetry, request, request.Timeout ?? Config.Timeout, cancellationToken);
    }

    public override TargetTelemetry? TelemetryOf(InferenceRequest request) => request.TargetContainer is null ? Telemetry : null;
}
