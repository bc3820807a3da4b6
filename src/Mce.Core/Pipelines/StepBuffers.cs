namespace Mce;

/// <summary>
/// The intermediate outputs of one pipeline step. Memory stays with the run and serves its next request when the shape is
/// the same, unless it is large or a later step has passed it on.
/// </summary>
internal sealed class StepBuffers(int outputs, OutputPool pool) : OutputAllocator
{
    // The pool's budget doesn't count what runs keep. Where there is more to compute, going to the pool costs little.
    private const long MaxKeptBytes = 1 << 20;

    private readonly InferenceTensor?[] _kept = new InferenceTensor?[outputs];
    private readonly InferenceTensor?[] _allocated = new InferenceTensor?[outputs];
    private readonly InferenceTensor?[] _current = new InferenceTensor?[outputs];

    public InferenceTensor? this[int slot] => _current[slot];

    public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        if (_kept[slot] is { } kept && kept.ElementType == elementType && kept.Dimensions.SequenceEqual(dimensions))
        {
            _kept[slot] = null;
            return _allocated[slot] = kept;
        }

        return _allocated[slot] = pool.Allocate(slot, elementType, dimensions);
    }

    public void Set(int slot, InferenceTensor tensor) => _current[slot] = tensor;

    /// <summary>Keeps what it allocated for the next run and gives back what a backend made.</summary>
    public void EndRun()
    {
        for (int i = 0; i < _current.Length; i++)
        {
            InferenceTensor? tensor = _current[i];
            // Only what came from here can be kept; a backend's own tensor ends with the run.
            bool own = tensor is not null && ReferenceEquals(tensor, _allocated[i]) && !tensor.IsDisposed;
            _current[i] = null;
            _allocated[i] = null;
            // A later step may have passed the memory on, as its own output: then it belongs to a response.
            if (!own || tensor!.ByteLength > MaxKeptBytes || tensor.Memory.IsShared)
            {
                tensor?.Dispose();
                continue;
            }

            _kept[i]?.Dispose();
            _kept[i] = tensor;
        }
    }
}
