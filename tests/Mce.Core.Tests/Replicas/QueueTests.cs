namespace Mce.Core.Tests.Replicas;

using Mce.Testing;

/// <summary>Who is served next, and who is refused.</summary>
public sealed class QueueTests
{
    private readonly Gate _gate = new();
    private readonly List<float> _served = [];

    [Fact]
    public async Task Queue_Priorities_HigherGoFirstWhoeverCameFirst()
    {
        await using MceTestServer server = await StartAsync(queue: 10);
        Task[] calls =
        [
            server.SendAsync(Requests.Of(0)),
            server.SendAsync(Requests.Of(1, RequestPriority.Low)),
            server.SendAsync(Requests.Of(2)),
            server.SendAsync(Requests.Of(3, RequestPriority.High)),
            server.SendAsync(Requests.Of(4, RequestPriority.Low)),
            server.SendAsync(Requests.Of(5, RequestPriority.High)),
        ];

        _gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal([0, 3, 5, 2, 1, 4], _served);
    }

    [Fact]
    public async Task Queue_SeveralCallers_AreServedInTurnHoweverManyRequestsOneHas()
    {
        await using MceTestServer server = await StartAsync(queue: 10);
        (string? Caller, float Value)[] arrivals = [("a", 0), ("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 5), ("c", 6), ("c", 7), (null, 8)];
        Task[] calls = [.. arrivals.Select(a => server.SendAsync(Requests.Of(a.Value, caller: a.Caller)))];

        _gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal([0, 1, 5, 6, 8, 2, 7, 3, 4], _served);
    }

    [Fact]
    public async Task Queue_FullOfLowerPriority_YoungestOfTheLowestMakesRoom()
    {
        await using MceTestServer server = await StartAsync(queue: 3);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(0));
        Task<InferenceResponse> low = server.SendAsync(Requests.Of(1, RequestPriority.Low));
        Task<InferenceResponse> lower = server.SendAsync(Requests.Of(2, RequestPriority.Low));
        Task<InferenceResponse> normal = server.SendAsync(Requests.Of(3));

        Task<InferenceResponse> high = server.SendAsync(Requests.Of(4, RequestPriority.High));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(lower));
        Task<InferenceResponse> another = server.SendAsync(Requests.Of(5));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(low));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(server.SendAsync(Requests.Of(6, RequestPriority.Low))));

        Assert.Equal((3, 3L), (Requests.Sample(server).Waiting, Requests.Sample(server).Rejected));
        _gate.Open();
        await Task.WhenAll(running, normal, high, another);
        Assert.Equal([0, 4, 3, 5], _served);
    }

    [Fact]
    public async Task Queue_FullOfOneCaller_MakesRoomForOthersUntilTheyHaveAsMuch()
    {
        await using MceTestServer server = await StartAsync(queue: 3);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(0));
        Task<InferenceResponse>[] greedy = [.. Enumerable.Range(1, 3).Select(i => server.SendAsync(Requests.Of(i, caller: "greedy")))];

        Task<InferenceResponse> modest = server.SendAsync(Requests.Of(4, caller: "modest"));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(greedy[2]));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(server.SendAsync(Requests.Of(5, caller: "modest"))));
        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(server.SendAsync(Requests.Of(6, caller: "greedy"))));

        _gate.Open();
        await Task.WhenAll(running, greedy[0], greedy[1], modest);
        Assert.Equal([0, 1, 4, 2], _served);
    }

    [Fact]
    public async Task Queue_OfLengthZero_RefusesWhenBusyOnly()
    {
        await using MceTestServer server = await StartAsync(queue: 0);
        Task<InferenceResponse> running = server.SendAsync(Requests.Of(0));

        Assert.Equal(MceErrorCodes.Overloaded, await Requests.Code(server.SendAsync(Requests.Of(1, RequestPriority.High))));
        _gate.Open();
        await running;

        Assert.Equal(2, await Requests.Number(server.SendAsync(Requests.Of(2))));
    }

    [Fact]
    public async Task RetryAfter_KnownRate_IsTheTimeThatTheQueueTakes()
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1).WithMaxQueueLength(4));
        for (int i = 0; i < 20; i++)
        {
            await server.InvokeAsync(i);
            server.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        MceException error = await OverloadAsync(server, model);

        Assert.Equal(TimeSpan.FromSeconds(0.5), error.RetryAfter); // five places at ten a second
        Assert.True(error.IsTransient);
        Assert.Contains("0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 1)] // nothing known
    [InlineData(1, 1_000, 60)] // one call in a quarter of an hour: nobody is told to wait that long
    [InlineData(2_000, 1, 0.01)] // too fast to be worth a shorter wait
    public async Task RetryAfter_UnknownOrExtremeRate_IsSane(int calls, int seconds, double expected)
    {
        var model = new ScriptedModel();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1).WithMaxQueueLength(4));
        for (int i = 0; i < calls; i++) (await Task.Run(async () => await server.Server.InvokeAsync(Requests.Of(i)))).Dispose();
        server.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(expected), (await OverloadAsync(server, model)).RetryAfter);
    }

    private static async Task<MceException> OverloadAsync(MceTestServer server, ScriptedModel model)
    {
        model.Stalls();
        Task<InferenceResponse>[] calls = [.. Enumerable.Range(0, 5).Select(i => server.SendAsync(Requests.Of(i)))];
        MceException error = await Assert.ThrowsAsync<MceException>(() => server.SendAsync(Requests.Of(9)));
        Assert.Equal(MceErrorCodes.Overloaded, error.Code);
        model.Heals();
        await Task.WhenAll(calls);
        return error;
    }

    // One replica of one slot: what is served is served one after the other.
    private Task<MceTestServer> StartAsync(int queue) => MceTestServer.StartAsync(
        new ScriptedModel().WaitsAt(_gate).OnCall(call => _served.Add(call.Values[0])),
        c => c.WithInstances(1).WithMaxQueueLength(queue));
}
