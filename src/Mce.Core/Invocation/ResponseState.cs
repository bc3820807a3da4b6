namespace Mce;

/// <summary>
/// The pooled inside of an <see cref="InferenceResponse"/>. The generation rises with each return, so that a response
/// kept too long notices that its state has moved on.
/// </summary>
internal sealed class ResponseState(string container, ModelSignature signature, SlotPool<ResponseState> pool)
{
    private static readonly ModelSignature NoSignature = new([], [new TensorSpec("none", TensorElementType.Float32, [])]);
    private static readonly SlotPool<ResponseState> NoPool = new(0);

    private readonly Output[] _outputs = new Output[signature.Outputs.Length];
    private int _generation;

    /// <summary>Why there is no answer; never set on a pooled state.</summary>
    public Exception? Refusal { get; private init; }

    public string Container { get; } = container;

    public ModelSignature Signature { get; } = signature;

    public int Generation => Volatile.Read(ref _generation);

    public static ResponseState Refused(Exception why) => new("", NoSignature, NoPool) { Refusal = why };

    public void Set(int slot, InferenceTensor tensor, bool callerOwned)
    {
        _outputs[slot].Tensor = tensor;
        _outputs[slot].IsCallerOwned = callerOwned;
    }

    public InferenceTensor Get(int slot, int generation)
    {
        // Read, then check: a return between the two is seen, because it raises the generation before it touches anything.
        InferenceTensor? output = Volatile.Read(ref _outputs[slot].Tensor);
        ObjectDisposedException.ThrowIf(output is null || Volatile.Read(ref _generation) != generation, typeof(InferenceResponse));
        return output;
    }

    public void Return(int generation)
    {
        if (Interlocked.CompareExchange(ref _generation, generation + 1, generation) != generation) return;
        foreach (ref Output output in _outputs.AsSpan())
        {
            if (!output.IsCallerOwned) output.Tensor?.Dispose();
            output.Tensor = null;
        }

        pool.TryReturn(this);
    }

    private struct Output
    {
        public InferenceTensor? Tensor;
        public bool IsCallerOwned;
    }
}
