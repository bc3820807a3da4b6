namespace Mce.Integration.Host;

/// <summary>What the callers met, over all rounds.</summary>
internal sealed class DisposeTotals
{
    private int _answers;
    private int _disposedInputs;
    private int _disposedResponses;
    private int _kept;

    public int DisposedInputs => Volatile.Read(ref _disposedInputs);

    public int DisposedResponses => Volatile.Read(ref _disposedResponses);

    public void Answered() => Interlocked.Increment(ref _answers);

    public void InputWasDisposed() => Interlocked.Increment(ref _disposedInputs);

    public void ResponseWasDisposed() => Interlocked.Increment(ref _disposedResponses);

    public void ReadAfterServer() => Interlocked.Increment(ref _kept);

    public override string ToString() =>
        $"answers {_answers}, inputs disposed {_disposedInputs}, responses disposed {_disposedResponses}, read after the server was gone {_kept}";
}
