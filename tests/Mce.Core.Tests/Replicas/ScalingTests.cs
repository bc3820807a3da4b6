namespace Mce.Core.Tests.Replicas;

using Mce.Testing;

/// <summary>Replicas come and go while calls run and requests wait.</summary>
public sealed class ScalingTests
{
    private readonly Gate _gate = new();

    [Fact]
    public async Task Slots_OfReplicas_BoundTheCallsAtATime()
    {
        ScriptedModel model = new ScriptedModel().WithMaxConcurrency(3).WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.AddInstanceGroup(new InstanceGroupConfig { Count = 2, Slots = 2 }));

        Task[] calls = [.. Enumerable.Range(0, 7).Select(i => server.SendAsync(Requests.Of(i)))];

        Assert.Equal((4, 4), (_gate.Waiting, model.RunningCalls));
        Assert.Equal((3, 4, 2, 4), (Requests.Sample(server).Waiting, Requests.Sample(server).Running, Requests.Sample(server).Replicas, Requests.Sample(server).Slots));
        _gate.Open();
        await Task.WhenAll(calls);
        Assert.Equal((7, 4), (model.Calls, model.MostRunning));
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task ScaleAsync_InUnderCalls_ClosesEachReplicaAfterItsLastCall()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1, 3, initial: 3));
        Task<InferenceResponse>[] calls = [.. Enumerable.Range(1, 3).Select(i => server.SendAsync(Requests.Of(i)))]; // on instances 1, 2, 3

        Task scaling = server.Server.ScaleAsync("e", "c", 1);
        Task<InferenceResponse> waiting = server.SendAsync(Requests.Of(4));
        _gate.Release();
        Assert.Equal(1, await Requests.Number(calls[0]));
        await _gate.EnteredAsync(4); // the one that waited, on the replica that stays
        Assert.Equal((false, 3), (scaling.IsCompleted, model.LiveInstances));
        _gate.Release();
        Assert.Equal(2, await Requests.Number(calls[1]));
        await model.DisposedAsync(1);
        Assert.Equal((false, 2), (scaling.IsCompleted, model.LiveInstances));
        _gate.Release();
        Assert.Equal(3, await Requests.Number(calls[2]));
        await scaling;

        Assert.Equal((1, false), (model.LiveInstances, waiting.IsCompleted));
        _gate.Open();
        Assert.Equal(4, await Requests.Number(waiting));
        ReplicaSample sample = Requests.Sample(server);
        Assert.Equal((1, 1, 4L), (sample.Replicas, sample.Desired, sample.Completed)); // calls of closed replicas count on
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task ScaleAsync_OutWhileRequestsWait_ServesThemAtOnce()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1, 4, initial: 1));
        Task[] calls = [.. Enumerable.Range(0, 4).Select(i => server.SendAsync(Requests.Of(i)))];
        Assert.Equal(3, Requests.Sample(server).Waiting);

        await server.Server.ScaleAsync("e", "c", 4);
        await _gate.EnteredAsync(4); // and none has ended

        Assert.Equal((0, 4, 4), (Requests.Sample(server).Waiting, model.RunningCalls, model.Instances));
        _gate.Open();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task ScaleAsync_ReplicaThatCannotBeMade_KeepsThoseThereAre()
    {
        ScriptedModel model = new ScriptedModel().FailsToMakeInstances(number => number == 3);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1, 4, initial: 1));

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.ScaleAsync("e", "c", 4));

        Assert.Contains("as scripted", error.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2, 2), (Requests.Sample(server).Replicas, Requests.Sample(server).Desired, model.LiveInstances));
        Assert.Equal(1, await Requests.Number(server.SendAsync(Requests.Of(1))));
        await server.Server.ScaleAsync("e", "c", 4);
        Assert.Equal((4, 4), (Requests.Sample(server).Replicas, model.LiveInstances));
    }

    [Theory]
    [InlineData("e", "c", 5, MceErrorCodes.ConfigurationInvalid)]
    [InlineData("e", "c", 0, MceErrorCodes.ConfigurationInvalid)]
    [InlineData("e", "nope", 1, MceErrorCodes.ContainerNotFound)]
    [InlineData("nope", "c", 1, MceErrorCodes.EndpointNotFound)]
    public async Task ScaleAsync_WhatCannotBe_IsRefused(string endpoint, string container, int replicas, string code)
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel(), c => c.WithInstances(1, 4, initial: 2));

        Assert.Equal(code, await Requests.Code(server.Server.ScaleAsync(endpoint, container, replicas)));

        Assert.Equal(2, Requests.Sample(server).Replicas);
    }

    [Fact]
    public async Task ScaleAsync_ToZero_LetsTheModelGoAndManyRequestsWakeItOnce()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        await server.Server.ScaleAsync("e", "c", 0);
        await model.DisposedAsync(2); // the replica, and then the weights
        Assert.Equal((0, 0, 0), (Requests.Sample(server).Replicas, model.LiveInstances, model.LiveLoads));
        model.LoadWaitsAt(_gate);

        Task<InferenceResponse>[] calls = [.. Enumerable.Range(0, 50).Select(i => server.SendAsync(Requests.Of(i)))];
        await _gate.EnteredAsync();
        Assert.Equal(50, Requests.Sample(server).Waiting);
        _gate.Open();

        for (int i = 0; i < calls.Length; i++) Assert.Equal(i, await Requests.Number(calls[i]));
        Assert.Equal((2, 1, 1), (model.Loads, model.LiveLoads, Requests.Sample(server).Replicas));
        Assert.Equal(1, _gate.Entered);
        Assert.Empty(model.Violations);
    }

    [Fact]
    public async Task Wake_LoadFails_AnswersAllWithTheErrorAndTheNextRequestTriesAgain()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        await server.Server.ScaleAsync("e", "c", 0);
        model.LoadWaitsAt(_gate).FailsToLoad();
        Task<InferenceResponse>[] calls = [.. Enumerable.Range(0, 5).Select(i => server.SendAsync(Requests.Of(i)))];

        _gate.Open();

        foreach (Task<InferenceResponse> call in calls)
        {
            MceException error = await Assert.ThrowsAsync<MceException>(() => call);
            Assert.Equal((MceErrorCodes.ModelInvalid, "e", "c"), (error.Code, error.Fields["endpoint"], error.Fields["container"]));
        }

        Assert.Equal((1, 0), (_gate.Entered, model.LiveLoads));
        model.Heals();
        Assert.Equal(6, await Requests.Number(server.SendAsync(Requests.Of(6))));
        Assert.Equal((2, 1), (model.Loads, Requests.Sample(server).Replicas));
    }

    [Fact]
    public async Task Wake_InstanceCannotBeMade_LetsTheModelGoAgain()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        await server.Server.ScaleAsync("e", "c", 0);
        model.FailsToMakeInstances();

        Assert.Equal(MceErrorCodes.ModelFailed, await Requests.Code(server.SendAsync(Requests.Of(1))));

        await model.DisposedAsync(3); // the first instance, its load, the load that woke
        Assert.Equal((0, 2), (model.LiveLoads, model.Loads));
    }

    [Fact]
    public async Task Wake_CallersThatGiveUp_LeaveAtOnceAndTheModelIsThereForTheNext()
    {
        ScriptedModel model = new();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        await server.Server.ScaleAsync("e", "c", 0);
        model.LoadWaitsAt(_gate);
        using var source = new CancellationTokenSource();
        Task<InferenceResponse> cancelled = server.SendAsync(Requests.Of(1), source.Token);
        Task<InferenceResponse> late = server.SendAsync(Requests.Of(2, timeout: TimeSpan.FromSeconds(1)));
        await _gate.EnteredAsync();

        await source.CancelAsync();
        server.Time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(MceErrorCodes.DeadlineExceeded, await Requests.Code(late));
        Task<InferenceResponse> next = server.SendAsync(Requests.Of(3));
        _gate.Open();
        Assert.Equal(3, await Requests.Number(next));
        Assert.Equal(2, model.Loads);
    }

    [Fact]
    public async Task ScaleAsync_ToZeroWhileARequestWaits_KeepsTheReplicaThatItNeeds()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1)), waiting = server.SendAsync(Requests.Of(2));

        await server.Server.ScaleAsync("e", "c", 0);

        Assert.Equal((1, 1), (Requests.Sample(server).Replicas, Requests.Sample(server).Waiting));
        _gate.Open();
        Assert.Equal(1, await Requests.Number(running));
        Assert.Equal(2, await Requests.Number(waiting));
        Assert.Equal(1, model.Loads);
    }

    [Fact]
    public async Task ScaleAsync_ToZeroWhileACallRuns_ALaterRequestSharesTheWeightsThatAreStillThere()
    {
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 1));
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1));
        Task scaling = server.Server.ScaleAsync("e", "c", 0);
        await server.Server.ScaleAsync("e", "c", 0); // through when the first is as far as it gets
        Assert.Equal((0, false), (Requests.Sample(server).Replicas, scaling.IsCompleted));

        Task<InferenceResponse> next = server.SendAsync(Requests.Of(2));
        await _gate.EnteredAsync(2); // beside the one that runs

        Assert.Equal((false, 1, 2), (scaling.IsCompleted, model.Loads, model.LiveInstances));
        _gate.Open();
        await scaling;
        Assert.Equal((1f, 2f), (await Requests.Number(running), await Requests.Number(next)));
        Assert.Equal((1, 1, 1), (model.LiveLoads, model.LiveInstances, Requests.Sample(server).Replicas));
        Assert.Empty(model.Violations);
    }

    [Theory]
    [InlineData(ReplicaSelector.MostRecentlyUsed, "1 1 1 1")]
    [InlineData(ReplicaSelector.LeastOutstanding, "1 1 1 1")]
    [InlineData(ReplicaSelector.RoundRobin, "1 2 3 1")]
    public async Task Selector_OneCallAfterTheOther_PicksAsItSays(ReplicaSelector selector, string instances)
    {
        var used = new List<int>();
        ScriptedModel model = new ScriptedModel().OnCall(call => used.Add(call.Instance));
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(3).WithSelector(selector));

        for (int i = 0; i < 4; i++) await server.InvokeAsync(i);

        Assert.Equal(instances, string.Join(' ', used));
    }

    [Fact]
    public async Task Selector_LeastOutstanding_SpreadsCallsThatRunAtATime()
    {
        var used = new List<int>();
        ScriptedModel model = new ScriptedModel().WithMaxConcurrency(2).Answers(call =>
        {
            lock (used) used.Add(call.Instance);
            _gate.Pass();
            call.Context.AllocateOutput(0, TensorElementType.Float32, [1]);
        });
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(2).WithSelector(ReplicaSelector.LeastOutstanding));

        Task[] calls = new Task[4];
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] = server.InvokeAsync(i);
            await _gate.EnteredAsync(i + 1);
        }

        _gate.Open();
        await Task.WhenAll(calls);
        Assert.Equal("1 2 1 2", string.Join(' ', used));
    }

    [Fact]
    public async Task ScaleAsync_TwiceToTheSameNumber_TheSecondTriesAgainWhereTheFirstFailed()
    {
        ScriptedModel model = new ScriptedModel().FailsToMakeInstances(number =>
        {
            if (number == 2) _gate.Pass();
            return number == 2;
        });
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1, 2, initial: 1));

        Task first = server.Server.ScaleAsync("e", "c", 2);
        await _gate.EnteredAsync();
        Task second = server.Server.ScaleAsync("e", "c", 2);
        _gate.Open();

        await Assert.ThrowsAsync<MceException>(() => first);
        await second;
        Assert.Equal((2, 2), (Requests.Sample(server).Replicas, Requests.Sample(server).Desired));
    }

    [Fact]
    public async Task Wake_SecondReplicaCannotBeMade_TheFirstServesThoseWhoWait()
    {
        var loading = new Gate();
        ScriptedModel model = new ScriptedModel().WaitsAt(_gate).FailsToMakeInstances(number => number > 1);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(0, 2, initial: 0));
        model.LoadWaitsAt(loading);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1)), waiting = server.SendAsync(Requests.Of(2));
        await loading.EnteredAsync();

        Task scaling = server.Server.ScaleAsync("e", "c", 2); // taken up by the wake that is under way
        loading.Open();
        await Assert.ThrowsAsync<MceException>(() => scaling);
        _gate.Open();

        Assert.Equal((1f, 2f), (await Requests.Number(running), await Requests.Number(waiting)));
        Assert.Equal((1, 1), (Requests.Sample(server).Replicas, Requests.Sample(server).Desired));
    }

    [Fact]
    public async Task ScaleAsync_NewInstanceFailsInWarmUpAndWhenDisposed_KeepsNoCountOfTheModel()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1, 2, initial: 1).WithWarmUp(new WarmUpConfig([new WarmUpRequest()])));
        model.FailsInWarmUp().FailsToDispose(number => number == 1);

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.ScaleAsync("e", "c", 2));

        Assert.Contains("WarmUp[0]", error.Message, StringComparison.Ordinal); // and not what the disposal threw
        await server.Server.DisposeAsync();
        Assert.Equal((0, 0), (model.LiveInstances, model.LiveLoads));
    }
}
