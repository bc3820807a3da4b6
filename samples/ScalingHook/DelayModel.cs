using Mce;

namespace ScalingHook;

/// <summary>Gives its input back after a while. Immutable.</summary>
internal sealed class DelayModel(TimeSpan delay) : IModel
{
    public ModelSignature Signature { get; } = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("n")])],
        [new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic("n")])]);

    public ModelMetadata Metadata { get; } = new() { Format = "delay" };

    public ModelFootprint Footprint => new(1);

    public ModelCapabilities Capabilities => ModelCapabilities.CancelsWhileRunning;

    // One call at a time on an instance, so that more callers need more of them.
    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance() => new Instance(delay);

    public void Dispose()
    {
    }

    private sealed class Instance(TimeSpan delay) : IModelInstance
    {
        public void Execute(ModelExecutionContext context)
        {
            context.CancellationToken.WaitHandle.WaitOne(delay);
            context.CancellationToken.ThrowIfCancellationRequested();
            InferenceTensor x = context.GetInput(0)!;
            x.AsReadOnlySpan<float>().CopyTo(context.AllocateOutput(0, TensorElementType.Float32, x.Dimensions).AsSpan<float>());
        }

        public void Dispose()
        {
        }
    }
}
