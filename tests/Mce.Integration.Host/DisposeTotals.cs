namespace Mce.Integration.Host;

/// <summary>What the callers met, over all rounds.</summary>
internal sealed class DisposeTotals
{
    private int _answers;
    private int _disposedTensors;
    private int _disposedResponses;
    private int _kept;

    public int DisposedTensors => Volatile.Read(ref _disposedTensors);

    public int DisposedResponses => Volatile.Read(ref _disposedResponses);

    public void Answered() => Interlocked.Increment(ref _answers);

    public void TensorWasDisposed() => Interlocked.Increment(ref _disposedTensors);

    public void ResponseWasDisposed() => Interlocked.Increment(ref _disposedResponses);

    public void ReadAfterServer() => Interlocked.Increment(ref _kept);

    public override string ToString() =>
        $"answers {_answers}, tensors disposed {_disposedTensors}, responses disposed {_disposedResponses}, read after the server was gone {_kept}";
}
