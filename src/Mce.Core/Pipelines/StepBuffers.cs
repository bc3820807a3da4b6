namespace Mce;

/// <summary>
/// The intermediate outputs of one pipeline step. Memory stays with the run and serves its next request when the shape is
/// the same: an intermediate tensor never leaves the pipeline, so nobody can read it later.
/// </summary>
internal sealed class StepBuffers(int outputs, OutputPool pool) : OutputAllocator
{
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
            // A backend's own tensor may share memory with another step's: only what came from here is surely apart.
            bool own = tensor is not null && ReferenceEquals(tensor, _allocated[i]) && !tensor.IsDisposed;
            _current[i] = null;
            _allocated[i] = null;
            if (!own) tensor?.Dispose();
            else if (_kept[i] is { } stale)
            {
                stale.Dispose();
                _kept[i] = tensor;
            }
            else _kept[i] = tensor;
        }
    }
}
