namespace Mce.Core.Tests.Replicas;

using System.Collections.Concurrent;
using Mce.Testing;

/// <summary>Races that no gate can order, many times over, with the books checked at the end.</summary>
public sealed class AdmissionStressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // real time: a request that is never answered ends the test

    [Theory]
    [InlineData(ReplicaSelector.MostRecentlyUsed)]
    [InlineData(ReplicaSelector.LeastOutstanding)]
    [InlineData(ReplicaSelector.RoundRobin)]
    public async Task Cancellation_RacingWithSlots_LosesNoSlotAndNoRequest(ReplicaSelector selector)
    {
        const int Threads = 4, Calls = 1_000;
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().WithMaxConcurrency(2);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(2).WithSelector(selector));
        var cancelling = new BlockingCollection<CancellationTokenSource>();
        Task canceller = Start(() =>
        {
            foreach (CancellationTokenSource source in cancelling.GetConsumingEnumerable()) source.Cancel();
        });

        int answered = 0, cancelled = 0;
        Task[] callers = [.. Enumerable.Range(0, Threads).Select(thread => Start(() =>
        {
            var random = new Random(thread);
            for (int i = 0; i < Calls; i++)
            {
                var source = new CancellationTokenSource(); // not disposed: the other thread may come late
                bool isCancelled = random.Next(2) == 0;
                if (isCancelled) cancelling.Add(source);
                try
                {
                    InferenceRequest request = Requests.Of(i, timeout: random.Next(2) == 0 ? TimeSpan.FromDays(1) : null);
                    using InferenceResponse response = server.Server.InvokeAsync(request, source.Token).AsTask().GetAwaiter().GetResult();
                    if (response[0].AsReadOnlySpan<float>()[0] != i) throw new InvalidOperationException("Wrong answer.");
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException e) when (isCancelled && e.CancellationToken == source.Token)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        }))];
        await Task.WhenAll(callers).WaitAsync(Patience);
        cancelling.CompleteAdding();
        await canceller;

        ReplicaSample sample = Requests.Sample(server);
        Assert.Equal(Threads * Calls, answered + cancelled);
        Assert.Equal((0, 0, 0L), (sample.Waiting, sample.Running, sample.Rejected));
        Assert.Equal(Threads * Calls, sample.Completed + sample.GivenUp);
        Assert.InRange(model.MostRunning, 1, 4);
        await AssertAllSlotsFreeAsync(server, model, gate, slots: 4);
    }

    [Fact]
    public async Task Displacement_RacingWithSlots_LeavesNobodyWaitingBesideAFreeReplica()
    {
        // A queue of one, which is empty for a moment whenever somebody is displaced.
        const int Threads = 4, Calls = 20_000;
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().OnCall(_ => Thread.SpinWait(20)); // long enough for others to come
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1).WithMaxQueueLength(1));

        int answered = 0, refused = 0;
        Task[] callers = [.. Enumerable.Range(0, Threads).Select(thread => Start(() =>
        {
            var random = new Random(thread);
            InferenceRequest[] requests = [Requests.Of(1, RequestPriority.Low), Requests.Of(1), Requests.Of(1, RequestPriority.High)];
            for (int i = 0; i < Calls; i++)
            {
                try
                {
                    server.Server.InvokeAsync(requests[random.Next(3)]).AsTask().GetAwaiter().GetResult().Dispose();
                    Interlocked.Increment(ref answered);
                }
                catch (MceException e) when (e.Code == MceErrorCodes.Overloaded)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }))];
        await Task.WhenAll(callers).WaitAsync(Patience);

        ReplicaSample sample = Requests.Sample(server);
        Assert.Equal((answered, refused), (sample.Completed, sample.Rejected));
        Assert.Equal(Threads * Calls, answered + refused);
        await AssertAllSlotsFreeAsync(server, model, gate, slots: 1);
    }

    [Fact]
    public async Task ScaleAsync_UnderCalls_RunsOnNoClosedReplicaAndLosesNoRequest()
    {
        const int Threads = 4, Scalings = 400;
        var gate = new Gate();
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 4, initial: 2));
        using var stop = new CancellationTokenSource();
        int answered = 0;
        Task[] callers = [.. Enumerable.Range(0, Threads).Select(thread => Start(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                using InferenceResponse response = server.Server.InvokeAsync(Requests.Of(i)).AsTask().GetAwaiter().GetResult();
                if (response[0].AsReadOnlySpan<float>()[0] != i) throw new InvalidOperationException("Wrong answer.");
                Interlocked.Increment(ref answered);
            }
        }))];

        var seed = new Random(1);
        for (int i = 0; i < Scalings; i++) await server.Server.ScaleAsync("e", "c", seed.Next(5)).WaitAsync(Patience);
        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Patience);

        ReplicaSample sample = Requests.Sample(server);
        Assert.Empty(model.Violations);
        Assert.Equal((answered, 0, 0), (sample.Completed, sample.Waiting, sample.Running));
        await server.Server.ScaleAsync("e", "c", 3);
        Assert.Equal((3, 3, 1), (model.LiveInstances, Requests.Sample(server).Replicas, model.LiveLoads));
        await AssertAllSlotsFreeAsync(server, model, gate, slots: 3);
    }

    // As many calls as there are slots run at a time, and one more waits: no slot is lost, and none is there twice.
    private static async Task AssertAllSlotsFreeAsync(MceTestServer server, ScriptedModel model, Gate gate, int slots)
    {
        model.WaitsAt(gate);
        Task[] calls = [.. Enumerable.Range(0, slots + 1).Select(i => server.SendAsync(Requests.Of(i)))];
        await gate.EnteredAsync(slots);
        Assert.Equal((slots, 1), (gate.Entered, Requests.Sample(server).Waiting));
        gate.Open();
        await Task.WhenAll(calls).WaitAsync(Patience);
        Assert.Empty(model.Violations);
    }

    private static Task Start(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
