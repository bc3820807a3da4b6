namespace Mce.Core.Tests.Server;

using Mce.Testing;

/// <summary>Endpoints change while requests run.</summary>
public sealed class LiveChangeTests
{
    private readonly Gate _gate = new();

    [Fact]
    public async Task ApplyAsync_OneContainerChanged_KeepsTheOthersWithModelReplicasAndCounts()
    {
        ScriptedModel kept = new(), changed = new();
        await using MceTestServer server = await StartAsync(kept, changed);
        await server.InvokeAsync("e", "c", [1]);

        TopologyChange change = await server.Server.ApplyAsync(Two(server, c => c.WithMaxQueueLength(7)));
        await change.Drained;

        Assert.Equal([new("e", "c", ContainerChangeKind.Kept), new("e", "d", ContainerChangeKind.Replaced)], change.Containers);
        Assert.Equal((1, 1, 1), (kept.Loads, kept.Instances, kept.LiveInstances));
        Assert.Equal(1, server.Server.SampleOf("e", "c").Completed);
        // Its weights are the same: new replicas, and no second load.
        Assert.Equal((1, 2, 1), (changed.Loads, changed.Instances, changed.LiveInstances));
        Assert.Equal(7, server.Server.Endpoints[0].Containers[1].MaxQueueLength);
    }

    [Fact]
    public async Task ApplyAsync_NothingChanged_KeepsEverything()
    {
        ScriptedModel one = new(), two = new();
        await using MceTestServer server = await StartAsync(one, two);

        TopologyChange change = await server.Server.ApplyAsync(Two(server, _ => { }));
        await change.Drained;

        Assert.All(change.Containers, c => Assert.Equal(ContainerChangeKind.Kept, c.Kind));
        Assert.Equal((1, 1, 1, 1), (one.Loads, one.Instances, two.Loads, two.Instances));
        Assert.Equal(0, one.Disposals + two.Disposals);
    }

    [Fact]
    public async Task ApplyAsync_FrameworkSettingChanged_LoadsTheModelAnew()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology.With("e", e => e.AddContainer("c", "scripted", "model", c => c.WithInstances(1).WithSetting("threads", 2))));
        await change.Drained;

        Assert.Equal((2, 1), (model.Loads, model.LiveLoads));
        Assert.Equal("2", model.LastSource!.Settings.GetString("threads"));
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task ApplyAsync_CallsRunAndWaitInAKeptContainer_LeavesThemAlone()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1)), waiting = server.SendAsync(Requests.Of(2));

        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology.With("other", e => e.AddContainer("c", "scripted", "model", c => c.WithInstances(1))));

        Assert.Equal((1, 1), (Requests.Sample(server).Running, Requests.Sample(server).Waiting));
        _gate.Open();
        Assert.Equal((1f, 2f), (await Requests.Number(running), await Requests.Number(waiting)));
        await change.Drained;
        Assert.Equal((1, 2), (model.Loads, model.LiveInstances));
    }

    [Fact]
    public async Task ApplyAsync_NewModelWhileCallsRun_OldOnesEndInTheOldWorldNewOnesBeginInTheNew()
    {
        ScriptedModel old = new ScriptedModel().Answers(1).WaitsAt(_gate), next = new ScriptedModel().Answers(2);
        await using MceTestServer server = await MceTestServer.StartAsync(old);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(0)), waiting = server.SendAsync(Requests.Of(0));

        server.AddModel("model", next);
        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology);
        Assert.Equal(2, await Requests.Number(server.SendAsync(Requests.Of(0))));
        Assert.Equal((false, 1), (change.Drained.IsCompleted, old.LiveInstances));
        _gate.Open();

        Assert.Equal((1f, 1f), (await Requests.Number(running), await Requests.Number(waiting)));
        await change.Drained;
        Assert.Equal((0, 0, 1), (old.LiveInstances, old.LiveLoads, next.LiveInstances));
        Assert.Empty(server.Backend.Violations);
    }

    [Fact]
    public async Task ApplyAsync_ManyMistakes_ReportsAllAndTheLastGoodWorldGoesOn()
    {
        ScriptedModel old = new ScriptedModel().Answers(1), good = new(), bad = new ScriptedModel().FailsToLoad();
        await using MceTestServer server = await MceTestServer.StartAsync(old);
        server.AddModel("good", good);
        server.AddModel("bad", bad);
        TopologyConfig before = server.Server.Topology;

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.ApplyAsync(before
            .With("e", e => e.AddContainer("good", "scripted", "good").AddContainer("broken", "scripted", "bad").AddContainer("missing", "scripted", "not-there"))
            .With("more", e => e.AddContainer("foreign", "tensorflow", "good").AddContainer("bounds", "scripted", "good", c => c.WithInstances(3, 2)))));

        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        foreach (string phrase in (string[])["broken", "not-there", "tensorflow", "'bounds'"]) Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        Assert.True(error.Errors.Count >= 4);
        Assert.Same(before, server.Server.Topology);
        Assert.Equal(1, await Requests.Number(server.SendAsync(Requests.Of(0))));
        Assert.Equal((0, 0, 0), (good.LiveLoads, good.LiveInstances, bad.LiveLoads));
        Assert.Equal((1, 1, 1), (old.Loads, old.LiveLoads, old.LiveInstances));
        Assert.Empty(server.Backend.Violations);
    }

    [Fact]
    public async Task ApplyAsync_EndpointRemovedWhileRequestsWait_AnswersThemAndNoLaterOnes()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse>[] calls = [.. Enumerable.Range(0, 4).Select(i => server.SendAsync(Requests.Of(i)))];

        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology.Without("e"));
        Assert.Equal([new("e", "c", ContainerChangeKind.Removed)], change.Containers);
        Assert.Equal(MceErrorCodes.EndpointNotFound, await Requests.Code(server.SendAsync(Requests.Of(9))));
        Assert.False(change.Drained.IsCompleted);
        _gate.Open();

        for (int i = 0; i < calls.Length; i++) Assert.Equal(i, await Requests.Number(calls[i]));
        await change.Drained;
        Assert.Equal((0, 4), (server.Backend.Live, model.Calls));
        Assert.Empty(server.Backend.Violations);
    }

    [Fact]
    public async Task ApplyAsync_RequestKeptForManyWorlds_GoesWhereItsNamesLeadNow()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel().Answers(1));
        InferenceRequest request = Requests.Of(0);
        Assert.Equal(1, await Requests.Number(server.SendAsync(request)));

        server.AddModel("other", new ScriptedModel().Answers(2));
        await server.Server.ApplyAsync(new TopologyConfig([]).With("first", e => e.AddContainer("c", "scripted", "model"))
            .With("e", e => e.AddContainer("b", "scripted", "model").AddContainer("c", "scripted", "other")));

        Assert.Equal(2, await Requests.Number(server.SendAsync(request)));
    }

    [Fact]
    public async Task ApplyAsync_EndpointsWithTheSameModel_ShareItsWeightsUntilTheLastIsGone()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        TopologyConfig one = server.Server.Topology;
        await server.Server.ApplyAsync(one.With("other", e => e.AddContainer("x", "scripted", "model", c => c.WithInstances(2))));
        Assert.Equal((1, 3), (model.Loads, model.LiveInstances));

        await (await server.Server.ApplyAsync(server.Server.Topology.Without("e"))).Drained;
        Assert.Equal((1, 1, 2), (model.Loads, model.LiveLoads, model.LiveInstances));
        await server.InvokeAsync("other", "x", [1]);
        await (await server.Server.ApplyAsync(new TopologyConfig([]))).Drained;

        Assert.Equal((0, 0), (model.LiveLoads, model.LiveInstances));
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task ApplyAsync_ScaledContainerReplaced_HandsItsReplicasOn()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 4, initial: 1));
        await server.Server.ScaleAsync("e", "c", 3);

        await Replace(queue: 5);
        Assert.Equal((3, 3), (Requests.Sample(server).Replicas, model.LiveInstances));
        await server.Server.ScaleAsync("e", "c", 0);
        await model.DisposedAsync(3 + 3 + 1); // the replicas of both containers, and then the weights
        await Replace(queue: 6);
        await model.DisposedAsync(8); // loaded for its signature, and let go

        // Asleep, it stays asleep; the next request wakes it.
        Assert.Equal((0, 0, 0), (Requests.Sample(server).Replicas, model.LiveInstances, model.LiveLoads));
        Assert.Equal(1, await Requests.Number(server.SendAsync(Requests.Of(1))));
        Assert.Empty(model.Violations);

        async Task Replace(int queue) => await (await server.Server.ApplyAsync(server.Server.Topology.With(
            "e", e => e.AddContainer("c", "scripted", "model", c => c.WithInstances(0, 4, initial: 1).WithMaxQueueLength(queue))))).Drained;
    }

    [Fact]
    public async Task ApplyAsync_ManyAtATime_AreMadeOneAfterTheOther()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        TopologyChange[] changes = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => server.Server.ApplyAsync(
            server.Server.Topology.With("e", e => e.AddContainer("c", "scripted", "model", c => c.WithInstances(1).WithMaxQueueLength(i))))));
        await Task.WhenAll(changes.Select(c => c.Drained));

        Assert.All(changes, c => Assert.Equal([new("e", "c", ContainerChangeKind.Replaced)], c.Containers));
        Assert.InRange(server.Server.Endpoints[0].Containers[0].MaxQueueLength, 1, 20);
        Assert.Equal((1, 21, 1), (model.Loads, model.Instances, model.LiveInstances));
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task ApplyAsync_Cancelled_LetsGoOfWhatItLoadedAndTheOldWorldGoesOn()
    {
        ScriptedModel next = new ScriptedModel().LoadWaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel().Answers(1));
        server.AddModel("next", next);
        using var source = new CancellationTokenSource();
        Task<TopologyChange> change = server.Server.ApplyAsync(server.Server.Topology.With("next", e => e.AddContainer("c", "scripted", "next")), source.Token);
        await _gate.EnteredAsync();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        Assert.Single(server.Server.Endpoints);
        Assert.Equal((0, 2), (next.Loads, server.Backend.Live));
        Assert.Equal(1, await Requests.Number(server.SendAsync(Requests.Of(0))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ApplyAsync_WhileTheServerStops_IsGivenUpAndLeavesNothing(bool dispose)
    {
        ScriptedModel next = new ScriptedModel().LoadWaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel());
        server.AddModel("next", next);
        TopologyConfig config = server.Server.Topology.With("next", e => e.AddContainer("c", "scripted", "next"));
        Task<TopologyChange> change = server.Server.ApplyAsync(config), waiting = server.Server.ApplyAsync(config);
        await _gate.EnteredAsync();

        if (dispose) await server.Server.DisposeAsync();
        else await server.Server.StopAsync();

        foreach (Task<TopologyChange> task in new[] { change, waiting, server.Server.ApplyAsync(config) })
        {
            if (dispose) await Assert.ThrowsAsync<ObjectDisposedException>(() => task);
            else Assert.Equal(MceErrorCodes.NotReady, await Requests.Code(task));
        }

        Assert.Equal((0, 1), (server.Backend.Live, _gate.Entered));
        Assert.Empty(server.Backend.Violations);
    }

    [Fact]
    public async Task ApplyAsync_BeforeTheStart_IsRefused()
    {
        await using MceTestServer server = MceTestServer.Create(_ => { });

        Assert.Equal(MceErrorCodes.NotReady, await Requests.Code(server.Server.ApplyAsync(new TopologyConfig([]))));
    }

    [Fact]
    public async Task DisposeAsync_RacingWithChangesAndCalls_LeavesNothingBehind()
    {
        for (int round = 0; round < 12; round++)
        {
            ScriptedModel model = new();
            MceTestServer server = await MceTestServer.StartAsync(model);
            using var start = new Barrier(3);
            Task changing = Start(() =>
            {
                start.SignalAndWait();
                for (int i = 1; ; i++)
                {
                    int queue = i;
                    server.Server.ApplyAsync(new TopologyConfig([]).With("e", e => e.AddContainer("c", "scripted", "model", c => c.WithInstances(1).WithMaxQueueLength(queue)))).GetAwaiter().GetResult();
                }
            });
            Task calling = Start(() =>
            {
                start.SignalAndWait();
                while (true) server.Server.InvokeAsync(Requests.Of(1)).AsTask().GetAwaiter().GetResult().Dispose();
            });
            start.SignalAndWait();
            Thread.SpinWait(round * 2_000); // somewhere in the middle of what the others do

            await server.Server.DisposeAsync();

            Assert.Equal((0, true), (server.Backend.Live, server.Backend.IsDisposed));
            foreach (Task task in new[] { changing, calling })
            {
                Exception? error = await Record.ExceptionAsync(() => task);
                Assert.True(error is ObjectDisposedException or MceException { Code: MceErrorCodes.NotReady }, error?.ToString());
            }

            Assert.Empty(server.Backend.Violations);
            await server.DisposeAsync();
        }
    }

    // Endpoint e with containers c and d.
    private static Task<MceTestServer> StartAsync(ScriptedModel c, ScriptedModel d) => MceTestServer.StartAsync(test => test
        .AddModel("one", c)
        .AddModel("two", d)
        .AddEndpoint("e", e => e.AddContainer("c", "scripted", "one", x => x.WithInstances(1)).AddContainer("d", "scripted", "two", x => x.WithInstances(1))));

    private static TopologyConfig Two(MceTestServer server, Action<ContainerBuilder> change) => server.Server.Topology.With("e", e => e
        .AddContainer("c", "scripted", "one", x => x.WithInstances(1))
        .AddContainer("d", "scripted", "two", x => change(x.WithInstances(1))));

    private static Task Start(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task ReloadModelsAsync_WhileAChangeIsMade_DoesNotUndoIt()
    {
        ScriptedModel slow = new ScriptedModel().LoadWaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel());
        server.AddModel("slow", slow);

        Task<TopologyChange> change = server.Server.ApplyAsync(server.Server.Topology.With("other", e => e.AddContainer("c", "scripted", "slow", c => c.WithInstances(1))));
        await _gate.EnteredAsync();
        Task reload = server.Server.ReloadModelsAsync(default); // a model's file has changed meanwhile
        _gate.Open();
        await change;
        await reload;

        Assert.Equal(["e", "other"], server.Server.Endpoints.Select(e => e.Name));
        Assert.Equal(1, slow.Loads);
    }

    [Fact]
    public async Task ApplyAsync_ModelBecomesStateful_GetsTheOneReplicaThatSuchModelsHave()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddModel("m", model)
            .Configure(o => o.DefaultInstanceCount = 3)
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")));
        Assert.Equal(3, Requests.Sample(server).Replicas);

        model.IsStateful();
        File.SetLastWriteTimeUtc(Path.Combine(server.Folder, "m"), DateTime.UtcNow.AddHours(1));
        await (await server.Server.ApplyAsync(server.Server.Topology)).Drained;

        Assert.Equal((1, 1), (Requests.Sample(server).Replicas, Requests.Sample(server).Desired));
    }
}
