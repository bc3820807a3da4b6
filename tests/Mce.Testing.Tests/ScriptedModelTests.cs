namespace Mce.Testing.Tests;

public sealed class ScriptedModelTests
{
    [Fact]
    public async Task Execute_NothingScripted_GivesTheInputBack()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        await Answered.WithAsync([1, 2, 3], server.InvokeAsync(1, 2, 3));
        Assert.Equal((1, 1, 1, 1), (model.Loads, model.Instances, model.Calls, model.MostRunning));
    }

    [Fact]
    public async Task Answers_EachKind_AnswersSo()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        model.Maps(x => x * x);
        await Answered.WithAsync([4, 9], server.InvokeAsync(2, 3));
        model.Answers(7, 8, 9);
        await Answered.WithAsync([7, 8, 9], server.InvokeAsync(0));
        model.AnswersZeros(1_000);
        await Answered.WithAsync(new float[1_000], server.InvokeAsync(5));
        model.Answers(call => call.Context.AllocateOutput(0, TensorElementType.Float32, [1]).AsSpan<float>()[0] = call.Values.Length + call.Number);
        await Answered.WithAsync([2 + 4], server.InvokeAsync(0, 0));
    }

    [Fact]
    public async Task Echo_OutputsThatFitNoInput_AreZeros()
    {
        var model = new ScriptedModel().WithSignature(new ModelSignature(
            [new TensorSpec("ids", TensorElementType.Int64, [TensorDimension.Dynamic("n")])],
            [
                new TensorSpec("ids", TensorElementType.Int64, [TensorDimension.Dynamic("n")]),
                new TensorSpec("score", TensorElementType.Float32, [2, TensorDimension.Dynamic("m", minimum: 3)]),
                new TensorSpec("label", TensorElementType.String, [1]),
            ]));
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        using InferenceTensor ids = InferenceTensor.FromArray<long>([5, 6], 2);

        using InferenceResponse response = await server.SendAsync(new InferenceRequest("e") { TargetContainer = "c", Inputs = { ids } });

        Assert.Equal([5, 6], response["ids"].ToArray<long>());
        Assert.Equal(new float[6], response["score"].ToArray<float>());
        Assert.Equal([""], response["label"].ToArray<string>());
    }

    [Fact]
    public async Task Takes_OnTheFakeClock_AnswersWhenTheTimeHasPassed()
    {
        ScriptedModel model = new ScriptedModel().Takes(TimeSpan.FromHours(1));
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        Task<float[]> call = server.InvokeAsync(1);
        Assert.Equal((1, 1), (model.Held, model.RunningCalls));
        server.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, model.Held);
        server.Time.Advance(TimeSpan.FromMinutes(1));

        await Answered.WithAsync([1], call);
        Assert.Equal((0, 0), (model.Held, model.RunningCalls));
    }

    [Fact]
    public async Task Fails_EachKind_FailsThoseCallsAndNoOthers()
    {
        ScriptedModel model = new ScriptedModel()
            .FailsOnCall(2)
            .FailsOnCall(3, () => new MceException("mine", "my own"))
            .Fails(call => call.Values[0] < 0);
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        await Answered.WithAsync([1], server.InvokeAsync(1));
        Assert.Equal(MceErrorCodes.ModelFailed, (await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync(1))).Code);
        Assert.Equal("mine", (await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync(1))).Code);
        await Answered.WithAsync([1], server.InvokeAsync(1));
        await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync(-1));
        model.Fails();
        await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync(1));
        model.Heals();
        await Answered.WithAsync([-1], server.InvokeAsync(-1));
        Assert.Equal(7, model.Calls);
    }

    [Theory]
    [InlineData("load", MceErrorCodes.ModelInvalid)]
    [InlineData("instance", MceErrorCodes.ModelFailed)]
    public async Task FailsTo_LoadOrMakeAnInstance_FailsTheStart(string what, string code)
    {
        var model = new ScriptedModel();
        if (what == "load") model.FailsToLoad();
        else model.FailsToMakeInstances(number => number == 2);
        MceTestServer server = MceTestServer.Create(test => test
            .AddModel("m", model)
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(3))));

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());
        await server.DisposeAsync();

        Assert.Equal(code, error.Errors.Single().Code);
        Assert.Equal((0, 0), (model.LiveLoads, model.LiveInstances));
        Assert.Empty(server.Backend.Violations);
    }

    [Fact]
    public async Task FailsInWarmUp_WithWarmUp_FailsTheFirstCallOnly()
    {
        ScriptedModel model = new ScriptedModel().FailsInWarmUp();
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .Configure(o => o.WarmUp = true)
            .AddModel("m", model)
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1))));
        Assert.Equal(1, model.Calls);

        await Answered.WithAsync([1], server.InvokeAsync(1));
    }

    [Fact]
    public async Task Stalls_CancelledCall_StopsUnlessTheModelIgnoresIt()
    {
        ScriptedModel model = new ScriptedModel().Stalls();
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();

        Task<float[]> stopped = server.InvokeAsync("e", "c", [1], first.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        model.IgnoresCancellation();
        Task<float[]> deaf = server.InvokeAsync("e", "c", [1], second.Token);
        await second.CancelAsync();
        Assert.Equal((false, 1), (deaf.IsCompleted, model.Held));
        model.Heals();
        await Answered.WithAsync([1], deaf);
    }

    [Fact]
    public async Task LoadWaitsAt_Gate_HoldsTheStart()
    {
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().LoadWaitsAt(gate).LoadTakes(TimeSpan.FromSeconds(5));
        await using MceTestServer server = MceTestServer.Create(test => test
            .AddModel("m", model)
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")));

        Task start = server.Server.StartAsync();
        await model.HeldAsync();
        Assert.Equal(0, gate.Entered);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await gate.EnteredAsync();
        Assert.Equal((0, false), (model.Loads, start.IsCompleted));
        gate.Open();
        await start;

        Assert.Equal(1, model.Loads);
    }

    [Fact]
    public async Task KnowsSettings_AnotherSetting_IsRefusedAtLoad()
    {
        ScriptedModel model = new ScriptedModel().KnowsSettings("threads");

        MceException error = await Assert.ThrowsAsync<MceException>(() => MceTestServer.StartAsync(model, c => c.WithSetting("thread", 2)));

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Errors.Single().Code);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithSetting("Threads", 2));
        Assert.Equal("2", model.LastSource!.Settings.GetString("threads"));
    }

    [Fact]
    public async Task MostRunning_SlotsAndReplicas_CountsWhatRunsAtATime()
    {
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().WithMaxConcurrency(2).WaitsAt(gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(2));

        Task<float[]>[] calls = [.. Enumerable.Range(0, 6).Select(i => server.InvokeAsync(i))];
        await gate.EnteredAsync(4);
        Assert.Equal((4, 4), (model.RunningCalls, model.Held));
        gate.Open();

        float[][] answers = await Task.WhenAll(calls);
        Assert.Equal([0, 1, 2, 3, 4, 5], answers.Select(a => a[0]));
        Assert.Equal((6, 4), (model.Calls, model.MostRunning));
        Assert.Empty(model.Violations);
    }

    [Fact]
    public void Violations_ContractBroken_AreNamed()
    {
        // No server does this; a fake that didn't notice would prove nothing.
        var model = new ScriptedModel();
        using var backend = new ScriptedBackend(TimeProvider.System);
        backend.Add("m", model);
        IModel loaded = backend.Load(new ModelSource(Path.GetFullPath("m")), default);
        IModelInstance instance = loaded.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(1);

        model.OnCall(call =>
        {
            model.OnCall(null);
            Run();             // a second call at a time
            instance.Dispose(); // during a call
        });
        Run();
        Run();
        instance.Dispose();
        IModelInstance second = loaded.CreateInstance();
        loaded.Dispose();
        loaded.Dispose();
        loaded.CreateInstance().Dispose();
        second.Dispose();

        foreach (string phrase in (string[])["ran 2 calls at a time", "disposed during a call", "ran after its disposal", "Instance 1 was disposed twice", "model was disposed before its instances", "model was disposed twice", "made of a disposed model"])
            Assert.Contains(model.Violations, v => v.Contains(phrase, StringComparison.Ordinal));
        Assert.Equal(model.Violations, backend.Violations);

        void Run()
        {
            var context = new ModelExecutionContext(loaded.Signature);
            context.SetInput(0, x);
            instance.Execute(context);
            context.Reset();
        }
    }

    [Fact]
    public void Execute_WarmCall_AllocatesNothing()
    {
        // So that users can measure their own code over it.
        using var backend = new ScriptedBackend(TimeProvider.System);
        backend.Add("m", new ScriptedModel().Maps(x => x + 1));
        using IModel model = backend.Load(new ModelSource(Path.GetFullPath("m")), default);
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(4), y = InferenceTensor.Create<float>(4);
        var context = new ModelExecutionContext(model.Signature);

        for (int i = 0; i < 100; i++) Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            context.SetInput(0, x);
            context.SetPreallocatedOutput(0, y);
            instance.Execute(context);
            context.Reset();
        }
    }
}
