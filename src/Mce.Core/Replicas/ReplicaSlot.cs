using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>The right to run one call on a replica, with everything that a call needs and that can be kept between calls.</summary>
/// <remarks>
/// <para>That everything is made when the slot is first reserved: a model may bear far more calls at a time than ever come.</para>
/// <para>State: free → busy → free → … → closed. Only a free slot is reserved or closed, by one exchange, so that a closed slot
/// never runs again and a running one is never closed.</para>
/// </remarks>
internal sealed class ReplicaSlot(Replica replica, OutputPool pool, SizeLimits limits)
{
    private const int IsFree = 0;
    private const int IsBusy = 1;
    private const int IsClosed = 2;

    private int _state;
    private long _calls;
    private long _failures;

    public Replica Replica { get; } = replica;

    public IModelInstance Instance { get; } = replica.Instance;

    // Set by the first who reserves the slot, read by those who hold it: the exchange of the state lies between.
    public ModelExecutionContext Context { get; private set; } = null!;

    public SwitchingAllocator Allocator { get; private set; } = null!;

    public InputBinding Inputs { get; private set; } = null!;

    public OutputBinding Outputs { get; private set; } = null!;

    /// <summary>Calls that ended. Written by whoever holds the slot, so that counting needs no shared write.</summary>
    public long Calls => Volatile.Read(ref _calls);

    public long Failures => Volatile.Read(ref _failures);

    public bool IsRunning => Volatile.Read(ref _state) == IsBusy;

    /// <summary>When a request from the queue got the slot, in the clock's timestamps; 0 for one that didn't wait. For who holds the slot.</summary>
    public long Since { get; set; }

    public bool TryReserve()
    {
        if (Volatile.Read(ref _state) != IsFree || Interlocked.CompareExchange(ref _state, IsBusy, IsFree) != IsFree) return false;
        if (Outputs is null) PrepareOrFree();
        return true;
    }

    /// <summary>Gives back what the call held. Memory of a caller's or a backend's making may throw when it is freed.</summary>
    public void Clear()
    {
        try
        {
            try
            {
                Context.Reset();
            }
            finally
            {
                try
                {
                    Outputs.Release();
                }
                finally
                {
                    Inputs.Release();
                }
            }
        }
        catch
        {
            Outputs = null!; // not all of it may be given back: the next call gets a frame of its own
            throw;
        }
    }

    public void CountFailure() => Volatile.Write(ref _failures, _failures + 1);

    // An exchange and not a plain write: the releaser looks for waiters and for a closing replica next, and these reads must not pass it.
    public void Free()
    {
        Volatile.Write(ref _calls, _calls + 1);
        Interlocked.Exchange(ref _state, IsFree);
    }

    public bool TryClose() => Interlocked.CompareExchange(ref _state, IsClosed, IsFree) == IsFree;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PrepareOrFree()
    {
        try
        {
            Prepare();
        }
        catch
        {
            Interlocked.Exchange(ref _state, IsFree); // out of memory, as a rule: the slot isn't lost with it
            throw;
        }
    }

    private void Prepare()
    {
        IModel model = Replica.Model.Model;
        Allocator = new SwitchingAllocator(pool, model.Signature, limits);
        Context = new ModelExecutionContext(model.Signature, Allocator);
        Inputs = new InputBinding(model.Signature, model.Capabilities, limits);
        Outputs = new OutputBinding(model.Signature);
    }
}
