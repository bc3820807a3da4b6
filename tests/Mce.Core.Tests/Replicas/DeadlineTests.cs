namespace Mce.Core.Tests.Replicas;

using Mce.Testing;

/// <summary>A deadline covers waiting and running, and is told apart from a cancellation.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("request")]
    [InlineData("container")]
    [InlineData("endpoint")]
    public async Task Deadline_WhileWaiting_LeavesTheQueueAtOnceAlthoughNoReplicaFrees(string where)
    {
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().WaitsAt(gate).IgnoresCancellation();
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddModel("m", model)
            .AddEndpoint("e", e =>
            {
                if (where == "endpoint") e.WithTimeout(FiveSeconds);
                e.AddContainer("c", "scripted", "m", c =>
                {
                    c.WithInstances(1);
                    if (where == "container") c.WithTimeout(FiveSeconds);
                });
            }));
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1, timeout: TimeSpan.FromDays(1)));
        Task<InferenceResponse> waiting = server.SendAsync(Requests.Of(2, timeout: where == "request" ? FiveSeconds : null));

        server.Time.Advance(FiveSeconds - Moment);
        Assert.Equal((false, 1), (waiting.IsCompleted, Requests.Sample(server).Waiting));
        server.Time.Advance(Moment);
        MceException error = await Assert.ThrowsAsync<MceException>(() => waiting);

        Assert.Equal((MceErrorCodes.DeadlineExceeded, true), (error.Code, error.IsTransient));
        Assert.Equal(("e", "c"), (error.Fields["endpoint"], error.Fields["container"]));
        ReplicaSample sample = Requests.Sample(server);
        Assert.Equal((0, 1, 1L), (sample.Waiting, sample.Running, sample.GivenUp));
        Assert.False(running.IsCompleted);
        gate.Open();
        await running;
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task Deadline_WhileRunning_StopsTheModelAndFreesItsReplica()
    {
        ScriptedModel model = new ScriptedModel().Stalls(call => call.Number == 1);
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(1, timeout: FiveSeconds));

        server.Time.Advance(FiveSeconds);

        Assert.Equal(MceErrorCodes.DeadlineExceeded, await Requests.Code(running));
        Assert.Equal(0, model.Held);
        Assert.Equal(2, await Requests.Number(server.SendAsync(Requests.Of(2))));
    }

    [Fact]
    public async Task Deadline_WaitAndRun_AreCountedTogether()
    {
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().WaitsAt(gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse> first = server.SendAsync(Requests.Of(1));
        Task<InferenceResponse> second = server.SendAsync(Requests.Of(2, timeout: FiveSeconds));

        server.Time.Advance(TimeSpan.FromSeconds(3));
        gate.Release();
        await first;
        await gate.EnteredAsync(2);
        server.Time.Advance(TimeSpan.FromSeconds(2) - Moment);
        Assert.False(second.IsCompleted);
        server.Time.Advance(Moment);

        Assert.Equal(MceErrorCodes.DeadlineExceeded, await Requests.Code(second));
    }

    [Fact]
    public async Task Deadline_OfASerialEndpoint_CoversAllSteps()
    {
        ScriptedModel one = new ScriptedModel().Takes(TimeSpan.FromSeconds(3)), two = new ScriptedModel().WithSignature("y", "z").Takes(TimeSpan.FromSeconds(3));
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddModel("one", one)
            .AddModel("two", two)
            .AddEndpoint("e", e => e.AsSerial().WithTimeout(FiveSeconds).AddContainer("a", "scripted", "one").AddContainer("b", "scripted", "two")));
        Task<InferenceResponse> call = server.SendAsync(Requests.Of(1, container: null));

        server.Time.Advance(TimeSpan.FromSeconds(3));
        await two.HeldAsync();
        server.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(MceErrorCodes.DeadlineExceeded, await Requests.Code(call));
        Assert.Equal((1, 1), (one.Calls, two.Calls));
    }

    [Fact]
    public async Task Deadline_ModelThatCannotStop_AnswersAllTheSame()
    {
        ScriptedModel model = new ScriptedModel().Takes(TimeSpan.FromSeconds(10)).IgnoresCancellation();
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse> call = server.SendAsync(Requests.Of(7, timeout: FiveSeconds));

        server.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(7, await Requests.Number(call));
    }

    [Fact]
    public async Task Deadline_OfARequestThatIsThrough_DoesNotHitTheNext()
    {
        // What measures deadlines is used again: a timer that is late must not end another request.
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        await Requests.Number(server.SendAsync(Requests.Of(1, timeout: FiveSeconds)));
        model.Stalls();
        Task<InferenceResponse> next = server.SendAsync(Requests.Of(2, timeout: 2 * FiveSeconds));

        server.Time.Advance(2 * FiveSeconds - Moment);
        Assert.False(next.IsCompleted);
        server.Time.Advance(Moment);

        Assert.Equal(MceErrorCodes.DeadlineExceeded, await Requests.Code(next));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Cancellation_WaitingOrRunning_IsTheCallersOwn(bool waiting, bool withDeadline)
    {
        ScriptedModel model = new ScriptedModel().Stalls();
        await using MceTestServer server = await MceTestServer.StartAsync(model);
        Task<InferenceResponse>? before = waiting ? server.SendAsync(Requests.Of(0)) : null;
        using var source = new CancellationTokenSource();
        Task<InferenceResponse> call = server.SendAsync(Requests.Of(1, timeout: withDeadline ? FiveSeconds : null), source.Token);
        Assert.False(call.IsCompleted);

        await source.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(source.Token, error.CancellationToken);
        model.Heals();
        if (before is not null) await before;
        Assert.Equal(2, await Requests.Number(server.SendAsync(Requests.Of(2))));
        Assert.Equal(0, Requests.Sample(server).Waiting);
    }

    [Fact]
    public void Deadline_WhatAModelRegisteredThrows_StaysOffTheTimersThread()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var scope = new DeadlineScope(time);
        bool isTold = false;
        CancellationToken token = scope.Begin(FiveSeconds, default);
        using CancellationTokenRegistration other = token.Register(() => isTold = true);
        using CancellationTokenRegistration failing = token.Register(() => throw new InvalidOperationException("a callback of a model"));

        time.Advance(FiveSeconds);

        Assert.Equal((true, true), (scope.HasExpired, isTold));
        scope.End();
    }
}
