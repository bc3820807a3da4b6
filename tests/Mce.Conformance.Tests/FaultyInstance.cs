namespace Mce.Conformance.Tests;

/// <summary>Runs the sample's instance in a context of its own and hands the outputs on, wrongly in one way.</summary>
internal sealed unsafe class FaultyInstance(FaultyModel model, IModelInstance inner, Fault fault) : IModelInstance
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private InferenceTensor? _kept;
    private bool _broken;
    private bool _disposed;

    public void Execute(ModelExecutionContext context)
    {
        if (!(_disposed && fault == Fault.RunsAfterDispose)) ObjectDisposedException.ThrowIf(_disposed, this);
        if (fault == Fault.BoundToAThread) Assert.Equal(_thread, Environment.CurrentManagedThreadId);
        if (_broken) throw new InvalidOperationException("Broken since the last failure.");

        InferenceTensor input = context.GetInput(0)!;
        if (fault == Fault.NeedsWritableInputs) input.AsSpan<float>();
        if (fault == Fault.NeedsAlignedInputs) Assert.Equal(0u, (nuint)input.DangerousGetAddress() % 64);
        if (fault == Fault.CancelsOnlyBefore) context.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            Run(context, input);
        }
        catch (MceException) when (fault is Fault.BreaksAfterAFailure)
        {
            _broken = true;
            throw;
        }

        if (fault == Fault.WritesInputs) *(float*)input.DangerousGetAddress() = -1;
        if (fault == Fault.DisposesInputs) input.Dispose();
    }

    public void Dispose()
    {
        if (_disposed && fault == Fault.DisposesOnlyOnce) throw new InvalidOperationException("Again?");
        _disposed = true;
        if (fault != Fault.RunsAfterDispose) inner.Dispose();
    }

    private void Run(ModelExecutionContext context, InferenceTensor input)
    {
        using var meeting = fault == Fault.NotThreadSafe ? new Meeting(model) : null;
        var own = new ModelExecutionContext(model.Signature) { CancellationToken = context.CancellationToken };
        if (fault is Fault.IgnoresTheToken or Fault.CancelsOnlyBefore) own.CancellationToken = CancellationToken.None;
        own.SetInput(0, input);
        inner.Execute(own);
        using InferenceTensor scores = own.TakeOutput(0), labels = own.TakeOutput(1);
        Hand(context, scores);
        labels.CopyTo(context.AllocateOutput(1, TensorElementType.String, labels.Dimensions));
    }

    private void Hand(ModelExecutionContext context, InferenceTensor scores)
    {
        if (fault == Fault.RemembersTheLastCall && _kept is not null && _kept.Dimensions.SequenceEqual(scores.Dimensions) is false && scores.ElementCount > 0)
            scores.AsSpan<float>()[0] += _kept.ElementCount;
        if (fault == Fault.WrongAnswers && scores.ElementCount > 0) scores.AsSpan<float>()[^1] += 0.01f;
        if (fault == Fault.RemembersTheLastCall) _kept = scores.Share();

        switch (fault)
        {
            case Fault.ReusesOutputs when context.GetPreallocatedOutput(0) is null:
                if (_kept is null || !_kept.Dimensions.SequenceEqual(scores.Dimensions)) _kept = InferenceTensor.Create<float>(scores.Dimensions);
                scores.CopyTo(_kept);
                context.SetOutput(0, _kept.Share());
                return;
            case Fault.OutputsDieWithTheModel:
                model.Owned.Add(scores.Share());
                context.SetOutput(0, scores.Share());
                return;
            case Fault.HidesAllocatorErrors:
                try
                {
                    scores.CopyTo(context.AllocateOutput(0, TensorElementType.Float32, scores.Dimensions));
                }
                catch (MceException e) when (e.Code == MceErrorCodes.Overloaded)
                {
                    throw new InvalidOperationException("Hidden.", e);
                }

                return;
        }

        Span<float> target = context.AllocateOutput(0, TensorElementType.Float32, scores.Dimensions).AsSpan<float>();
        ReadOnlySpan<float> source = scores.AsReadOnlySpan<float>();
        if (fault == Fault.LeavesOutputsUnwritten) return;
        for (int i = 0; i < source.Length; i++) target[i] = fault == Fault.AddsToOutputs ? target[i] + source[i] : source[i];
    }

    /// <summary>Fails when two calls run at once; waits a little for the other one to come.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly FaultyModel _model;

        public Meeting(FaultyModel model)
        {
            _model = model;
            bool alone = Interlocked.Increment(ref model.Running) == 1;
            SpinWait.SpinUntil(() => Volatile.Read(ref model.Running) > 1, millisecondsTimeout: 20);
            Assert.True(alone && Volatile.Read(ref model.Running) == 1, "Two at once.");
        }

        public void Dispose() => Interlocked.Decrement(ref _model.Running);
    }
}
