using System.Collections.Frozen;

namespace Mce;

/// <summary>Sends each request to the one container that it names.</summary>
internal sealed class DirectEndpoint : Endpoint
{
    private readonly Container[] _containers;
    private readonly FrozenDictionary<string, int> _byName;

    public DirectEndpoint(EndpointConfig config, IReadOnlyList<Container> containers, Deadlines deadlines)
        : base(config, containers, deadlines)
    {
        _containers = [.. containers];
        _byName = _containers.Index().ToFrozenDictionary(c => c.Item.Name, c => c.Index, StringComparer.Ordinal);
    }

    public override ModelSignature? Signature => null;

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        Container container = Find(request);
        return InvokeAsync(container, container.Telemetry, request, request.Timeout ?? container.Config.Timeout ?? Config.Timeout, cancellationToken);
    }

    public override ModelSignature SignatureFor(InferenceRequest request) => Find(request).Signature;

    public override TargetTelemetry? TelemetryOf(InferenceRequest request) => request.Route.Container is >= 0 and var index ? _containers[index].Telemetry : null;

    private Container Find(InferenceRequest request)
    {
        RequestRoute route = request.Route;
        if (route.Container >= 0) return _containers[route.Container];
        if (request.TargetContainer is not { } target) throw RequestErrors.TargetRequired(Name, _containers.Select(c => c.Name));
        if (!_byName.TryGetValue(target, out int index)) throw RequestErrors.UnknownContainer(Name, target, _containers.Select(c => c.Name));
        request.Route = route.To(index);
        return _containers[index];
    }
}
