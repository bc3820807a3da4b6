namespace Mce;

/// <summary>The right to run one call on a replica, with everything that a call needs and that can be kept between calls.</summary>
internal sealed class ReplicaSlot
{
    private int _busy;

    public ReplicaSlot(IModelInstance instance, IModel model, OutputPool pool, SizeLimits limits)
    {
        Instance = instance;
        Allocator = new SwitchingAllocator(pool, model.Signature, limits);
        Context = new ModelExecutionContext(model.Signature, Allocator);
        Inputs = new InputBinding(model.Signature, model.Capabilities, limits);
        Outputs = new OutputBinding(model.Signature);
    }

    public IModelInstance Instance { get; }

    public ModelExecutionContext Context { get; }

    public SwitchingAllocator Allocator { get; }

    public InputBinding Inputs { get; }

    public OutputBinding Outputs { get; }

    public bool TryReserve() => Volatile.Read(ref _busy) == 0 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    // An exchange and not a plain write: the releaser looks for waiters next, and that read must not pass this write.
    public void Free() => Interlocked.Exchange(ref _busy, 0);
}
