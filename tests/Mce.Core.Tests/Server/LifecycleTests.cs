using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mce.Core.Tests.Server;

public sealed class LifecycleTests
{
    [Fact]
    public async Task DisposeAsync_StoppedWhileItLoads_ClosesModelsThenPlugins()
    {
        using var loading = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        ScriptedModel model = ScriptedModel.Add(1);
        var backend = new ScriptedBackend().With("m", () =>
        {
            loading.Set();
            proceed.Wait();
            return model;
        });
        await using TestServer server = TestServer.Build(backend, b => b.AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")), "m");
        Task starting = server.Server.StartAsync();
        loading.Wait();

        await server.Server.StopAsync();
        proceed.Set();
        await server.Server.DisposeAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => starting);
        Assert.True(model.IsDisposed);
        Assert.True(backend.IsDisposed);
    }

    [Fact]
    public async Task InvokeAsync_BeforeStart_SaysNotReady()
    {
        await using TestServer server = TestServer.Build(new ScriptedBackend(), _ => { });

        MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(new InferenceRequest("e")));

        Assert.Equal(MceErrorCodes.NotReady, error.Code);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task StartAsync_Twice_IsRefused()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Server.StartAsync());
    }

    [Fact]
    public async Task StartAsync_WarmsEveryInstanceBeforeItIsReady()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", model),
            b => b.AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(3))),
            "m");

        Assert.Equal(3, model.Instances);
        Assert.Equal(3, model.Calls);
        Assert.True(server.Server.IsReady);
    }

    [Fact]
    public async Task StartAsync_StatefulModel_HasOneInstanceThatSawNothing()
    {
        var model = new ScriptedModel(ScriptedModel.Vector("x", "y"), context => context.AllocateOutput(0, TensorElementType.Float32, context.GetInput(0)!.Dimensions))
        {
            Capabilities = ModelCapabilities.Stateful,
        };
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", model),
            b => b.Configure(o => o.DefaultInstanceCount = 3).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")),
            "m");

        Assert.Equal(1, model.Instances);
        Assert.Equal(0, model.Calls);
    }

    [Fact]
    public async Task StartAsync_ModelThatCannotRunOnZeros_IsStillServed()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        model.OnExecute = context => { if (context.GetInput(0)!.AsReadOnlySpan<float>()[0] == 0) throw new InvalidOperationException("zero"); add(context); };
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", model), b => b.AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")), "m");
        using InferenceTensor x = InferenceTensor.FromArray<float>([1, 1, 1, 1], 1, 4);

        using InferenceResponse response = await server.Server.InvokeAsync(TestServer.Request(x));

        Assert.Equal([2, 2, 2, 2], response["y"].ToArray<float>());
    }

    [Fact]
    public async Task StartAsync_ManyMistakes_ReportsAllAndLetsGoOfWhatLoaded()
    {
        ScriptedModel fine = ScriptedModel.Add(1);
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("fine", fine).With("bad", () => throw new MceException(MceErrorCodes.ModelInvalid, "bad file")),
            b => b.Configure(o => o.MaxQueueLength = -1)
                .AddEndpoint("e", e => e
                    .AddContainer("ok", "scripted", "fine")
                    .AddContainer("missing", "scripted", "not-there")
                    .AddContainer("bad", "scripted", "bad")
                    .AddContainer("foreign", "tensorflow", "fine")
                    .AddContainer("-x-", "scripted", "fine", c => c.WithInstances(0).WithSetting("nope", 1)))
                .AddEndpoint("empty", _ => { }),
            "fine",
            "bad");

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());

        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        foreach (string phrase in (string[])["MaxQueueLength is -1", "not-there", "bad file", "tensorflow", "'-x-'", "InstanceCount is 0", "'nope'", "'empty'"])
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        Assert.True(fine.IsDisposed);
        Assert.Null(fine.Violation);
    }

    [Fact]
    public async Task StartAsync_TooManyContainers_NamesTheOption()
    {
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
            b => b.AddEndpoint("e", e => { for (int i = 0; i < 16; i++) e.AddContainer($"c{i}", "scripted", "m"); }),
            "m");

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());

        Assert.Contains("at most 15", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MceOptions.MaxContainersPerEndpoint), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ReportsProgressOfEveryContainer()
    {
        var seen = new List<ModelLoadProgress>();
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
            b => b.OnLoadProgress(seen.Add)
                .OnLoadProgress(_ => throw new InvalidOperationException("a handler's own problem"))
                .AddEndpoint("e", e => e.AddContainer("a", "scripted", "m").AddContainer("b", "scripted", "m")),
            "m");

        Assert.Equal(2, seen.Count(p => p.Stage == ModelLoadStage.Loading));
        Assert.Equal(2, seen.Count(p => p.Stage == ModelLoadStage.WarmingUp));
        Assert.Equal(2, seen.Count(p => p.Stage == ModelLoadStage.Ready));
        Assert.Equal((2, 2), (seen[^1].Completed, seen[^1].Total));
    }

    [Fact]
    public async Task StartAsync_LoadsInParallel()
    {
        // Each load waits for the other: one after the other would never end.
        using var barrier = new Barrier(2);
        ScriptedModel Load()
        {
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
            return ScriptedModel.Add(1);
        }

        ScriptedBackend backend = new ScriptedBackend().With("m", Load).With("n", Load);
        await using TestServer server = await TestServer.StartAsync(
            backend,
            b => b.Configure(o => o.MaxParallelLoads = 2).AddEndpoint("e", e => e.AddContainer("a", "scripted", "m").AddContainer("b", "scripted", "n")),
            "m",
            "n");

        Assert.True(server.Server.IsReady);
    }

    [Fact]
    public async Task DisposeAsync_WhileACallRuns_WaitsForItAndRefusesLaterOnes()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        TestServer server = await TestServer.StartOneAsync(model);
        model.OnExecute = context =>
        {
            entered.Set();
            leave.Wait();
            add(context);
        };
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        Task<InferenceResponse> running = Task.Run(async () => await server.Server.InvokeAsync(TestServer.Request(x)));
        entered.Wait();

        Task disposing = server.Server.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await server.Server.InvokeAsync(TestServer.Request(x)));
        Assert.False(disposing.IsCompleted);
        Assert.False(model.IsDisposed);
        leave.Set();
        using InferenceResponse response = await running;
        await disposing;

        Assert.True(model.IsDisposed);
        Assert.True(server.Backend.IsDisposed);
        Assert.Null(model.Violation);
        Assert.Equal([1, 1, 1, 1], response["y"].ToArray<float>()); // outputs outlive the model
        await server.DisposeAsync();
    }

    [Fact]
    public async Task StopAsync_WithWaitingRequests_AnswersAllOfThem()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        using var leave = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        await using TestServer server = await TestServer.StartOneAsync(model);
        model.OnExecute = context =>
        {
            entered.Set();
            leave.Wait();
            add(context);
        };
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        Task<InferenceResponse> first = Task.Run(async () => await server.Server.InvokeAsync(TestServer.Request(x)));
        entered.Wait();
        var waiting = new List<Task<InferenceResponse>>();
        for (int i = 0; i < 5; i++) waiting.Add(Threads.Run(() => server.Server.InvokeAsync(TestServer.Request(x)).AsTask()));
        Assert.All(waiting, t => Assert.False(t.IsCompleted));

        Task stopping = server.Server.StopAsync();
        leave.Set();
        await stopping;

        foreach (Task<InferenceResponse> task in waiting.Append(first)) (await task).Dispose();
        Assert.Equal(6, model.Calls);
        Assert.Null(model.Violation);
    }

    [Fact]
    public async Task InvokeAsync_UnderConcurrentDispose_EitherAnswersOrIsRefused()
    {
        for (int round = 0; round < 50; round++)
        {
            ScriptedModel model = ScriptedModel.Add(1);
            TestServer server = await TestServer.StartOneAsync(model, instances: 2);
            using InferenceTensor x = InferenceTensor.FromArray<float>([1, 1, 1, 1], 1, 4);
            using var start = new Barrier(4);
            Task<int>[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    int answered = 0;
                    start.SignalAndWait();
                    while (true)
                    {
                        try
                        {
                            using InferenceResponse response = server.Server.InvokeAsync(TestServer.Request(x)).AsTask().GetAwaiter().GetResult();
                            if (response["y"].AsReadOnlySpan<float>()[0] != 2) throw new InvalidOperationException("wrong answer");
                            answered++;
                        }
                        catch (Exception e) when (e is ObjectDisposedException or MceException { Code: MceErrorCodes.NotReady })
                        {
                            return answered;
                        }
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))];
            start.SignalAndWait();
            await server.DisposeAsync();
            await Task.WhenAll(callers);

            Assert.True(model.IsDisposed);
            Assert.Null(model.Violation);
        }
    }

    [Fact]
    public async Task AddMce_InAGenericHost_StartsWithItAndStopsWithIt()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        string file = Path.GetTempFileName();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddMce(mce => mce
            .AddBackend("scripted", "1.0.0", () => new ScriptedBackend().With(Path.GetFileName(file), model))
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", file)));
        using (IHost host = builder.Build())
        {
            await host.StartAsync();
            var server = host.Services.GetRequiredService<IInferenceServer>();
            using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
            using (InferenceResponse response = await server.InvokeAsync(TestServer.Request(x))) Assert.Equal(1, response["y"].ToArray<float>()[0]);
            await host.StopAsync();
        }

        Assert.True(model.IsDisposed);
        File.Delete(file);
    }

    [Fact]
    public void AddMce_Twice_IsRefused()
    {
        IServiceCollection services = new ServiceCollection().AddMce(_ => { });

        Assert.Throws<InvalidOperationException>(() => services.AddMce(_ => { }));
    }
}
