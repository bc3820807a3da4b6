namespace Mce;

/// <summary>One live model instance and as many slots as it bears calls at a time.</summary>
internal sealed class Replica : IDisposable
{
    // An instance that bears any number of calls still gets a bounded number of slots: each has its own call frame.
    private const int MaxSlots = 64;

    public Replica(IModelInstance instance, IModel model, OutputPool pool, SizeLimits limits)
    {
        Instance = instance;
        Slots = [.. Enumerable.Range(0, Math.Clamp(model.MaxConcurrency, 1, MaxSlots)).Select(_ => new ReplicaSlot(instance, model, pool, limits))];
    }

    public IModelInstance Instance { get; }

    public ReplicaSlot[] Slots { get; }

    public void Dispose() => Instance.Dispose();
}
