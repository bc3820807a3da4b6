using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>A loaded model under a name: binds requests to its signature, reserves a replica, runs it.</summary>
/// <remarks>Endpoints hold counts of their containers; requests hold counts of endpoints. The last count closes the replicas.</remarks>
internal sealed class Container : ReferenceCounted, IInvocable, ITelemetrySource
{
    private const int MaxPooledResponses = 64;

    private readonly SlotPool<ResponseState> _responses = new(MaxPooledResponses);

    /// <param name="endpoint">The endpoint's name, for errors.</param>
    /// <param name="config">As configured.</param>
    /// <param name="model">What is known of the loaded model; it may leave memory later.</param>
    /// <param name="replicas">Taken over.</param>
    /// <param name="telemetry">What is told of this container; null for a workbench's.</param>
    public Container(string endpoint, ContainerConfig config, ModelFacts model, ReplicaSet replicas, TargetTelemetry? telemetry)
    {
        Endpoint = endpoint;
        Config = config;
        Model = model;
        Replicas = replicas;
        Telemetry = telemetry;
    }

    public string Endpoint { get; }

    public string Name => Config.Name;

    public ContainerConfig Config { get; }

    public ModelFacts Model { get; }

    public ReplicaSet Replicas { get; }

    public TargetTelemetry? Telemetry { get; }

    public ModelSignature Signature => Model.Signature;

    /// <summary>Runs a request: at once and on this thread where a replica is free, without a state machine and without garbage.</summary>
    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        Replicas.TryAcquire() is { } slot
            ? new ValueTask<InferenceResponse>(Execute(slot, request, cancellationToken))
            : InvokeQueuedAsync(request, cancellationToken);

    /// <summary>Runs a request on a reserved slot, and frees the slot whatever happens.</summary>
    public InferenceResponse Execute(ReplicaSlot slot, InferenceRequest request, CancellationToken cancellationToken)
    {
        ModelExecutionContext context = slot.Context;
        bool isAnswered = false;
        try
        {
            Observation.Of(request)?.Start(Telemetry!);
            cancellationToken.ThrowIfCancellationRequested();
            slot.Inputs.Bind(request.Inputs, Name);
            slot.Outputs.Bind(request.Outputs, context, slot.Inputs, Name);
            for (int i = 0; i < slot.Inputs.Count; i++) context.SetInput(i, slot.Inputs[i]);
            Run(slot, request.InferenceId, cancellationToken);
            InferenceResponse response = Respond(slot);
            isAnswered = true;
            return response;
        }
        finally
        {
            if (!isAnswered) slot.CountFailure();
            try
            {
                slot.Clear();
            }
            finally
            {
                Replicas.Release(slot);
            }
        }
    }

    /// <summary>Runs the model over a filled context; every failure comes out with the container's name.</summary>
    public void Run(ReplicaSlot slot, string? inferenceId, CancellationToken cancellationToken)
    {
        slot.Context.CancellationToken = cancellationToken;
        try
        {
            slot.Instance.Execute(slot.Context);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not ObjectDisposedException || !AnyTensorIsDisposed(slot.Context))
        {
            throw RequestErrors.FromModel(e, Endpoint, Name, inferenceId);
        }
    }

    /// <summary>Moves the outputs of a run into a response.</summary>
    public InferenceResponse Respond(ReplicaSlot slot)
    {
        ResponseState state = _responses.TryRent() ?? new ResponseState(Name, Signature, _responses);
        for (int i = 0; i < Signature.Outputs.Length; i++)
        {
            if (!slot.Context.HasOutput(i)) ThrowMissingOutput(state, i);
            state.Set(i, slot.Context.TakeOutput(i), slot.Outputs.IsCallerOwned(i));
        }

        return new InferenceResponse(state);
    }

    /// <summary>No new request comes any more.</summary>
    public void BeginDrain() => Telemetry?.BeginDrain(this);

    public ReplicaSample Sample() => Replicas.Sample();

    public IReadOnlyList<SlotState> Slots() => Replicas.SlotStates();

    protected override async ValueTask TearDownAsync()
    {
        long began = Telemetry?.Owner.TimeProvider.GetTimestamp() ?? 0;
        try
        {
            await Replicas.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Telemetry?.EndDrain(this, Telemetry.Owner.TimeProvider.GetElapsedTime(began));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<InferenceResponse> InvokeQueuedAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ValueTask<Admission> pending = Replicas.AcquireAsync(request, cancellationToken);
        if (!pending.IsCompleted) Observation.Of(request)?.Wait(Telemetry!);
        Admission admission = await pending.ConfigureAwait(false);
        return admission.Slot is { } slot ? Execute(slot, request, cancellationToken) : InferenceResponse.Refused(admission.Why(cancellationToken));
    }

    // The memory is held, so the call was safe; but who disposes a tensor in the middle of a call may get no answer to it.
    private bool AnyTensorIsDisposed(ModelExecutionContext context)
    {
        for (int i = 0; i < Signature.Inputs.Length; i++)
            if (context.GetInput(i) is { IsDisposed: true }) return true;
        for (int i = 0; i < Signature.Outputs.Length; i++)
            if (context.GetPreallocatedOutput(i) is { IsDisposed: true }) return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowMissingOutput(ResponseState state, int slot)
    {
        state.Return(state.Generation); // with the outputs before this one
        throw new MceException(
            MceErrorCodes.ModelFailed,
            $"Endpoint '{Endpoint}', container '{Name}': the backend returned without setting output '{Signature.Outputs[slot].Name}'.",
            new Dictionary<string, string> { ["endpoint"] = Endpoint, ["container"] = Name, ["name"] = Signature.Outputs[slot].Name });
    }
}
