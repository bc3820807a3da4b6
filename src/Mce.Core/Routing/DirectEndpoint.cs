using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Sends each request to the one container that it names.</summary>
internal sealed class DirectEndpoint : Endpoint
{
    private readonly Container[] _containers;
    private readonly FrozenDictionary<string, int> _byName;

    public DirectEndpoint(string name, IReadOnlyList<Container> containers)
        : base(name, containers)
    {
        _containers = [.. containers];
        _byName = _containers.Index().ToFrozenDictionary(c => c.Item.Name, c => c.Index, StringComparer.Ordinal);
    }

    public override InvocationMode Mode => InvocationMode.Direct;

    public override ModelSignature? Signature => null;

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        Container container = Find(request);

        // The synchronous path: a free replica, the caller's own thread, no state machine, no garbage.
        return container.Replicas.TryAcquire() is { } slot
            ? new ValueTask<InferenceResponse>(container.Execute(slot, request, cancellationToken))
            : InvokeQueuedAsync(container, request, cancellationToken);
    }

    private Container Find(InferenceRequest request)
    {
        RequestRoute route = request.Route;
        if (route.Container >= 0) return _containers[route.Container];
        if (request.TargetContainer is not { } target) throw RequestErrors.TargetRequired(Name, _containers.Select(c => c.Name));
        if (!_byName.TryGetValue(target, out int index)) throw RequestErrors.UnknownContainer(Name, target, _containers.Select(c => c.Name));
        request.Route = route.To(index);
        return _containers[index];
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<InferenceResponse> InvokeQueuedAsync(Container container, InferenceRequest request, CancellationToken cancellationToken)
    {
        ReplicaSlot slot = await container.Replicas.AcquireAsync(cancellationToken).ConfigureAwait(false);
        return container.Execute(slot, request, cancellationToken);
    }
}
