using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Replicas;

public sealed class ReplicaSetTests
{
    [Fact]
    public async Task AcquireAsync_AllBusy_WaitsInOrderOfArrival()
    {
        ReplicaSet set = Create(slots: 1, queue: 10);
        ReplicaSlot slot = set.TryAcquire()!;
        Task<Admission> first = set.AcquireAsync(Request, default).AsTask(), second = set.AcquireAsync(Request, default).AsTask();
        Assert.Null(set.TryAcquire());
        Assert.Equal(2, set.QueueLength);

        set.Release(slot);
        Assert.Same(slot, (await first).Slot);
        Assert.False(second.IsCompleted);
        set.Release(slot);
        Assert.Same(slot, (await second).Slot);
        Assert.Equal(0, set.QueueLength);
    }

    [Fact]
    public async Task AcquireAsync_QueueFull_IsRejectedAtOnceAsTransient()
    {
        ReplicaSet set = Create(slots: 1, queue: 1);
        ReplicaSlot slot = set.TryAcquire()!;
        Task<Admission> waiting = set.AcquireAsync(Request, default).AsTask();

        MceException error = (await set.AcquireAsync(Request, default)).Refusal!;

        Assert.Equal(MceErrorCodes.Overloaded, error.Code);
        Assert.True(error.IsTransient);
        set.Release(slot);
        set.Release((await waiting).Slot!);
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_LeavesTheQueueAndNoSlotIsLost()
    {
        ReplicaSet set = Create(slots: 1, queue: 10);
        ReplicaSlot slot = set.TryAcquire()!;
        using var source = new CancellationTokenSource();
        Task<Admission> cancelled = set.AcquireAsync(Request, source.Token).AsTask(), patient = set.AcquireAsync(Request, default).AsTask();

        await source.CancelAsync();

        Assert.Equal(Admission.GivenUp, await cancelled);
        Assert.Equal(1, set.QueueLength);
        set.Release(slot);
        Assert.Same(slot, (await patient).Slot);
    }

    [Fact]
    public async Task AcquireAsync_NoQueue_RejectsOnlyWhenBusy()
    {
        ReplicaSet set = Create(slots: 1, queue: 0);

        ReplicaSlot slot = (await set.AcquireAsync(Request, default)).Slot!;

        Assert.NotNull((await set.AcquireAsync(Request, default)).Refusal);
        set.Release(slot);
        Assert.Same(slot, set.TryAcquire());
    }

    [Fact]
    public async Task AcquireAndRelease_ManyCallers_NeverShareASlotAndNeverStrandAWaiter()
    {
        // The invariant under stress: a lost wake-up would hang a caller, a double grant would be counted.
        ReplicaSet set = Create(slots: 2, queue: 1_000);
        int inUse = 0, most = 0;
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                ReplicaSlot slot = set.TryAcquire() ?? (await set.AcquireAsync(Request, default)).Slot!;
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

    [Fact]
    public async Task Release_FirstInTheQueueCantBeAnsweredInTime_TheNextIsServedAndTheFirstOnlyWhenNobodyElseWaits()
    {
        var time = new FakeTimeProvider();
        ReplicaSet set = Create(slots: 1, queue: 10, time);
        ReplicaSlot slot = set.TryAcquire()!;
        Task<Admission> measured = set.AcquireAsync(Request, default).AsTask();
        set.Release(slot);
        slot = (await measured).Slot!;
        Task<Admission> late = set.AcquireAsync(Due(time, TimeSpan.FromMilliseconds(150)), default).AsTask();
        Task<Admission> inTime = set.AcquireAsync(Due(time, TimeSpan.FromSeconds(10)), default).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(100)); // what a call takes: the late one has but 50 left
        set.Release(slot);

        Assert.Same(slot, (await inTime).Slot);
        Assert.False(late.IsCompleted);
        set.Release(slot);
        Assert.Same(slot, (await late).Slot);
    }

    private static InferenceRequest Due(TimeProvider time, TimeSpan timeout) => new("e") { Deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency) };

    private static InferenceRequest Request => new("e");

    private static ReplicaSet Create(int slots, int queue, TimeProvider? time = null)
    {
        var backend = new ScriptedBackend().With("m", ScriptedModel.Add(1));
        var host = new PluginHost(new PluginHostOptions { StaticBackends = { new StaticBackend("scripted", "1", () => backend) } }, NullLoggerFactory.Instance);
        Plugin plugin = host.Resolve("scripted");
        LoadedModel Load(CancellationToken token) => new(new ModelKey(plugin, "/m", ModelStamp.Of("/m"), "", TensorDevice.Cpu), plugin.TryAcquire()!, backend.Load(new ModelSource("/m"), token));
        var config = new InstanceGroupConfig { Count = slots, Minimum = 0, Maximum = 64 };
        var settings = new ReplicaSettings("e", "c", queue, ReplicaSelector.MostRecentlyUsed) { Pool = new OutputPool(0), Logger = NullLogger.Instance, TimeProvider = time ?? TimeProvider.System };
        var set = new ReplicaSet(settings, [new ReplicaGroup(config, GroupBounds.Of(config, 1), Load(default), Load)]);
        set.Fill([slots], default);
        return set;
    }
}
