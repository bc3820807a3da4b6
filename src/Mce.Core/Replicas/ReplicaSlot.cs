using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>The right to run one call on a replica, with everything that a call needs and that can be kept between calls.</summary>
/// <remarks>That everything is made when the slot is first reserved: a model may bear far more calls at a time than ever come.</remarks>
internal sealed class ReplicaSlot(IModelInstance instance, IModel model, OutputPool pool, SizeLimits limits)
{
    private int _busy;

    public IModelInstance Instance { get; } = instance;

    // Set by the first who reserves the slot, read by those who hold it: the exchange of _busy lies between.
    public ModelExecutionContext Context { get; private set; } = null!;

    public SwitchingAllocator Allocator { get; private set; } = null!;

    public InputBinding Inputs { get; private set; } = null!;

    public OutputBinding Outputs { get; private set; } = null!;

    public bool TryReserve()
    {
        if (Volatile.Read(ref _busy) != 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return false;
        if (Outputs is null) Prepare();
        return true;
    }

    // An exchange and not a plain write: the releaser looks for waiters next, and that read must not pass this write.
    public void Free() => Interlocked.Exchange(ref _busy, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare()
    {
        Allocator = new SwitchingAllocator(pool, model.Signature, limits);
        Context = new ModelExecutionContext(model.Signature, Allocator);
        Inputs = new InputBinding(model.Signature, model.Capabilities, limits);
        Outputs = new OutputBinding(model.Signature);
    }
}
