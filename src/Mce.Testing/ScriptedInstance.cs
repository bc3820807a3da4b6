namespace Mce.Testing;

/// <summary>One instance of a scripted model. Watches that the contract is kept.</summary>
internal sealed class ScriptedInstance(LoadedScript model, int number) : IModelInstance
{
    private int _running;
    private int _calls;
    private int _disposed;

    public int Number => number;

    public int CountCall() => Interlocked.Increment(ref _calls);

    public void Execute(ModelExecutionContext context)
    {
        int running = Interlocked.Increment(ref _running);
        if (running > model.MaxConcurrency) model.Report($"Instance {number} ran {running} calls at a time; it bears {model.MaxConcurrency}.");
        if (Volatile.Read(ref _disposed) != 0) model.Report($"Instance {number} ran after its disposal.");
        try
        {
            model.Run(this, context);
        }
        finally
        {
            // The disposal looks for calls after it is noted, the call for a disposal before it ends: one of them sees the other.
            if (Volatile.Read(ref _disposed) != 0) model.Report($"Instance {number} was disposed during a call.");
            Interlocked.Decrement(ref _running);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            model.Report($"Instance {number} was disposed twice.");
            return;
        }

        if (Volatile.Read(ref _running) != 0) model.Report($"Instance {number} was disposed during a call.");
        model.EndInstance();
    }
}
