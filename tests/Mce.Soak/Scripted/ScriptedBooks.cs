namespace Mce.Soak.Scripted;

/// <summary>What there is of scripted models, and what was done to them that the contract forbids. Thread-safe.</summary>
internal sealed class ScriptedBooks
{
    private int _models;
    private int _instances;
    private long _loads;
    private string? _violation;

    public int Models => Volatile.Read(ref _models);

    public int Instances => Volatile.Read(ref _instances);

    public long Loads => Volatile.Read(ref _loads);

    /// <summary>The first one; null = none.</summary>
    public string? Violation => Volatile.Read(ref _violation);

    public void ModelMade()
    {
        Interlocked.Increment(ref _loads);
        Interlocked.Increment(ref _models);
    }

    public void ModelGone() => Interlocked.Decrement(ref _models);

    public void InstanceMade() => Interlocked.Increment(ref _instances);

    public void InstanceGone() => Interlocked.Decrement(ref _instances);

    public void Violated(string what) => Interlocked.CompareExchange(ref _violation, what, null);
}
