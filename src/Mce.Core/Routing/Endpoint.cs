using System.Collections.Frozen;
using System.Diagnostics;
using System.Runtime.CompilerServices;

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

    /// <summary>Where each input of a step comes from, for hosts to show.</summary>
    public virtual IReadOnlyDictionary<string, InputSource> WiringOf(int step) => FrozenDictionary<string, InputSource>.Empty;

    public abstract ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken);

    /// <summary>What this request gives and gets.</summary>
    /// <exception cref="MceException">It names no container of this endpoint, or one where it must not.</exception>
    public abstract ModelSignature SignatureFor(InferenceRequest request);

    /// <summary>What a request is counted under; null when it found no container.</summary>
    public abstract TargetTelemetry? TelemetryOf(InferenceRequest request);

    /// <summary>Runs a request on what it was routed to, and tells who listens.</summary>
    protected ValueTask<InferenceResponse> InvokeAsync(IInvocable target, TargetTelemetry? telemetry, InferenceRequest request, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (telemetry is not null && telemetry.Owner.IsListening) return InvokeObserved(target, telemetry, request, timeout, cancellationToken);
        return timeout is { } limit ? deadlines.InvokeAsync(target, request, limit, cancellationToken) : target.InvokeAsync(request, cancellationToken);
    }

    protected override ValueTask TearDownAsync()
    {
        foreach (Container container in Containers) container.Release();
        return ValueTask.CompletedTask;
    }

    private ValueTask<InferenceResponse> InvokeObserved(IInvocable target, TargetTelemetry telemetry, InferenceRequest request, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        bool isTraced = Spans.Source.HasListeners();
        Activity? ambient = isTraced ? Activity.Current : null;
        Observation observation = Observation.Begin(telemetry, request);
        try
        {
            ValueTask<InferenceResponse> pending = timeout is { } limit
                ? deadlines.InvokeAsync(target, request, limit, cancellationToken)
                : target.InvokeAsync(request, cancellationToken);
            if (pending.IsCompletedSuccessfully)
            {
                InferenceResponse response = pending.Result;
                observation.End(response);
                return new ValueTask<InferenceResponse>(response);
            }

            // The caller goes on meanwhile, outside of the request's span.
            if (isTraced) Activity.Current = ambient;
            return AwaitAndEndAsync(pending, observation);
        }
        catch (Exception e)
        {
            observation.Fail(e);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<InferenceResponse> AwaitAndEndAsync(ValueTask<InferenceResponse> pending, Observation observation)
    {
        try
        {
            InferenceResponse response = await pending.ConfigureAwait(false);
            observation.End(response);
            return response;
        }
        catch (Exception e)
        {
            observation.Fail(e);
            throw;
        }
    }
}
