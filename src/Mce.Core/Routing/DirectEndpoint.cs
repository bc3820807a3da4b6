using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Sends each request to the one container that it names.</summary>
internal sealed class DirectEndpoint(string name, IReadOnlyList<Container> containers) : Endpoint(name, containers)
{
    private readonly FrozenDictionary<string, Container> _byName = containers.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    public override InvocationMode Mode => InvocationMode.Direct;

    public override ModelSignature? Signature => null;

    public override ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (request.TargetContainer is not { } target) throw RequestErrors.TargetRequired(Name, Containers.Select(c => c.Name));
        if (!_byName.TryGetValue(target, out Container? container)) throw RequestErrors.UnknownContainer(Name, target, Containers.Select(c => c.Name));

        // The synchronous path: a free replica, the caller's own thread, no state machine, no garbage.
        if (container.Replicas.TryAcquire() is { } slot)
        {
            InferenceResponse response = container.Execute(slot, request, cancellationToken);
            return new ValueTask<InferenceResponse>(response);
        }

        return InvokeQueuedAsync(container, request, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<InferenceResponse> InvokeQueuedAsync(Container container, InferenceRequest request, CancellationToken cancellationToken)
    {
        ReplicaSlot slot = await container.Replicas.AcquireAsync(cancellationToken).ConfigureAwait(false);
        return container.Execute(slot, request, cancellationToken);
    }
}
