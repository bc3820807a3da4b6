using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Runs a request through the containers of a serial endpoint, handing tensors over without a copy.</summary>
internal sealed class Pipeline(PipelinePlan plan, IReadOnlyList<Container> steps, OutputPool pool, SizeLimits limits) : IInvocable
{
    private const int MaxPooledRuns = 32;

    private readonly Container[] _steps = [.. steps];
    private readonly SlotPool<PipelineRun> _runs = new(MaxPooledRuns);

    public ModelSignature Signature => plan.Signature;

    /// <summary>Where each input of a step comes from, for hosts to show.</summary>
    public IReadOnlyDictionary<string, InputSource> WiringOf(int step)
    {
        var wiring = new Dictionary<string, InputSource>(StringComparer.Ordinal);
        foreach ((int slot, StepInput source) in plan.Inputs[step].Index())
        {
            if (source.Step == StepInput.LeftOut) continue;
            wiring[_steps[step].Signature.Inputs[slot].Name] = source.Step == StepInput.FromRequest
                ? InputSource.Request(plan.Signature.Inputs[source.Slot].Name)
                : InputSource.From(_steps[source.Step].Name, _steps[source.Step].Signature.Outputs[source.Slot].Name);
        }

        return wiring;
    }

    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        PipelineRun run = _runs.TryRent() ?? new PipelineRun(plan, _steps, pool, limits);
        bool handedOver = false;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Inputs.Bind(request.Inputs, _steps[0].Name);
            for (int step = 0; step < _steps.Length - 1; step++)
            {
                if (_steps[step].Replicas.TryAcquire() is not { } slot)
                {
                    handedOver = true;
                    return ContinueAsync(run, step, request, cancellationToken);
                }

                RunStep(run, step, slot, request, cancellationToken);
            }

            if (_steps[^1].Replicas.TryAcquire() is not { } last)
            {
                handedOver = true;
                return ContinueAsync(run, _steps.Length - 1, request, cancellationToken);
            }

            InferenceResponse response = RunLast(run, last, request, cancellationToken);
            return new ValueTask<InferenceResponse>(response);
        }
        finally
        {
            if (!handedOver) End(run);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<InferenceResponse> ContinueAsync(PipelineRun run, int step, InferenceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            for (; ; step++)
            {
                ValueTask<Admission> pending = _steps[step].Replicas.AcquireAsync(request, cancellationToken);
                if (!pending.IsCompleted) Observation.Of(request)?.Wait(_steps[step].Telemetry!);
                Admission admission = await pending.ConfigureAwait(false);
                if (admission.Slot is not { } slot) return InferenceResponse.Refused(admission.Why(cancellationToken));
                if (step == _steps.Length - 1) return RunLast(run, slot, request, cancellationToken);
                RunStep(run, step, slot, request, cancellationToken);
            }
        }
        finally
        {
            End(run);
        }
    }

    private void RunStep(PipelineRun run, int step, ReplicaSlot slot, InferenceRequest request, CancellationToken cancellationToken)
    {
        Container container = _steps[step];
        StepBuffers buffers = run.Buffers[step];
        Observation? observation = Observation.Of(request);
        bool isDone = false;
        try
        {
            observation?.Start(container.Telemetry!);
            Feed(run, step, slot, request);
            slot.Allocator.Use(buffers);
            cancellationToken.ThrowIfCancellationRequested();
            container.Run(slot, request.InferenceId, cancellationToken);
            for (int i = 0; i < container.Signature.Outputs.Length; i++) buffers.Set(i, slot.Context.TakeOutput(i));
            isDone = true;
            observation?.EndStep();
        }
        finally
        {
            if (!isDone) slot.CountFailure();
            slot.Allocator.Use(null);
            Free(container, slot);
        }
    }

    private InferenceResponse RunLast(PipelineRun run, ReplicaSlot slot, InferenceRequest request, CancellationToken cancellationToken)
    {
        Container container = _steps[^1];
        Observation? observation = Observation.Of(request);
        bool isAnswered = false;
        try
        {
            observation?.Start(container.Telemetry!);
            Feed(run, _steps.Length - 1, slot, request);
            slot.Outputs.Bind(request.Outputs, slot.Context, slot.Inputs, container.Name);
            // The first step's inputs are read no more, but the caller would be surprised to find one overwritten.
            slot.Outputs.RefuseOverlap(run.Inputs);
            cancellationToken.ThrowIfCancellationRequested();
            container.Run(slot, request.InferenceId, cancellationToken);
            InferenceResponse response = container.Respond(slot);
            isAnswered = true;
            observation?.EndStep();
            return response;
        }
        finally
        {
            if (!isAnswered) slot.CountFailure();
            Free(container, slot);
        }
    }

    private void Feed(PipelineRun run, int step, ReplicaSlot slot, InferenceRequest request)
    {
        for (int i = 0; i < plan.Inputs[step].Length; i++)
        {
            StepInput source = plan.Inputs[step][i];
            InferenceTensor? tensor = source.Step switch
            {
                StepInput.LeftOut => null,
                StepInput.FromRequest => run.Inputs[source.Slot],
                _ => run.Buffers[source.Step][source.Slot],
            };
            if (tensor is null) continue;
            try
            {
                slot.Inputs.Borrow(i, tensor); // the run holds it
            }
            catch (MceException e)
            {
                throw RequestErrors.FromModel(e, _steps[step].Endpoint, _steps[step].Name, request.InferenceId);
            }

            slot.Context.SetInput(i, slot.Inputs[i]);
        }
    }

    private static void Free(Container container, ReplicaSlot slot)
    {
        try
        {
            slot.Clear();
        }
        finally
        {
            container.Replicas.Release(slot);
        }
    }

    private void End(PipelineRun run)
    {
        run.End();
        _runs.TryReturn(run);
    }
}
