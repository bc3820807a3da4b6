namespace Mce.Core.Tests.Replicas;

public sealed class ReplicaSetTests
{
    [Fact]
    public async Task AcquireAsync_AllBusy_WaitsInOrderOfArrival()
    {
        using ReplicaSet set = Create(slots: 1, queue: 10);
        ReplicaSlot slot = set.TryAcquire()!;
        Task<ReplicaSlot> first = set.AcquireAsync(default).AsTask(), second = set.AcquireAsync(default).AsTask();
        Assert.Null(set.TryAcquire());
        Assert.Equal(2, set.QueueLength);

        set.Release(slot);
        Assert.Same(slot, await first);
        Assert.False(second.IsCompleted);
        set.Release(slot);
        Assert.Same(slot, await second);
        Assert.Equal(0, set.QueueLength);
    }

    [Fact]
    public async Task AcquireAsync_QueueFull_IsRejectedAtOnceAsTransient()
    {
        using ReplicaSet set = Create(slots: 1, queue: 1);
        ReplicaSlot slot = set.TryAcquire()!;
        Task<ReplicaSlot> waiting = set.AcquireAsync(default).AsTask();

        MceException error = await Assert.ThrowsAsync<MceException>(async () => await set.AcquireAsync(default));

        Assert.Equal(MceErrorCodes.Overloaded, error.Code);
        Assert.True(error.IsTransient);
        set.Release(slot);
        set.Release(await waiting);
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_LeavesTheQueueAndNoSlotIsLost()
    {
        using ReplicaSet set = Create(slots: 1, queue: 10);
        ReplicaSlot slot = set.TryAcquire()!;
        using var source = new CancellationTokenSource();
        Task<ReplicaSlot> cancelled = set.AcquireAsync(source.Token).AsTask(), patient = set.AcquireAsync(default).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, set.QueueLength);
        set.Release(slot);
        Assert.Same(slot, await patient);
    }

    [Fact]
    public async Task AcquireAsync_NoQueue_RejectsOnlyWhenBusy()
    {
        using ReplicaSet set = Create(slots: 1, queue: 0);

        ReplicaSlot slot = await set.AcquireAsync(default);

        await Assert.ThrowsAsync<MceException>(async () => await set.AcquireAsync(default));
        set.Release(slot);
        Assert.Same(slot, set.TryAcquire());
    }

    [Fact]
    public async Task AcquireAndRelease_ManyCallers_NeverShareASlotAndNeverStrandAWaiter()
    {
        // The invariant under stress: a lost wake-up would hang a caller, a double grant would be counted.
        using ReplicaSet set = Create(slots: 2, queue: 1_000);
        int inUse = 0, most = 0;
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                ReplicaSlot slot = set.TryAcquire() ?? await set.AcquireAsync(default);
                int now = Interlocked.Increment(ref inUse);
                int seen = Volatile.Read(ref most);
                if (now > seen) Interlocked.CompareExchange(ref most, now, seen);
                Interlocked.Decrement(ref inUse);
                set.Release(slot);
            }
        }))];

        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.InRange(most, 1, 2);
        Assert.Equal(0, set.QueueLength);
        Assert.NotNull(set.TryAcquire());
        Assert.NotNull(set.TryAcquire());
        Assert.Null(set.TryAcquire());
    }

    private static ReplicaSet Create(int slots, int queue)
    {
        ScriptedModel model = ScriptedModel.Add(1);
        var pool = new OutputPool(1 << 20);
        return new ReplicaSet("c", [.. Enumerable.Range(0, slots).Select(_ => new Replica(model.CreateInstance(), model, pool, SizeLimits.Default))], queue);
    }
}
