namespace Mce.Testing.Tests;

public sealed class GateTests
{
    [Fact]
    public async Task Pass_Closed_WaitsUntilOpened()
    {
        var gate = new Gate();
        Task call = PassAsync(gate);
        await gate.EnteredAsync();
        Assert.Equal((1, 1, false), (gate.Entered, gate.Waiting, call.IsCompleted));

        gate.Open();
        await call;

        await PassAsync(gate);
        Assert.Equal((2, 0, true), (gate.Entered, gate.Waiting, gate.IsOpen));
    }

    [Fact]
    public async Task Release_SomeOfThem_LetsThemGoInOrderOfArrival()
    {
        var gate = new Gate();
        Task first = PassAsync(gate);
        await gate.EnteredAsync();
        Task second = PassAsync(gate);
        await gate.EnteredAsync(2);

        gate.Release();
        await first;
        Assert.False(second.IsCompleted);
        gate.Release(2);
        await second;
        await PassAsync(gate); // the pass that was left

        Task last = PassAsync(gate);
        await gate.EnteredAsync(4);
        Assert.Equal(1, gate.Waiting);
        gate.Open();
        await last;
    }

    [Fact]
    public async Task Close_AfterOpen_HoldsLaterCallsAndForgetsPasses()
    {
        var gate = new Gate();
        gate.Release(3);
        gate.Open();
        gate.Close();

        Task call = PassAsync(gate);
        await gate.EnteredAsync();

        Assert.Equal(1, gate.Waiting);
        gate.Open();
        await call;
    }

    [Fact]
    public async Task Pass_Cancelled_LeavesTheGateAndTakesNoPass()
    {
        var gate = new Gate();
        using var source = new CancellationTokenSource();
        Task cancelled = PassAsync(gate, source.Token);
        await gate.EnteredAsync();
        Task patient = PassAsync(gate);
        await gate.EnteredAsync(2);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        Assert.Equal(1, gate.Waiting);
        gate.Release();
        await patient;
    }

    [Fact]
    public async Task EnteredAsync_NobodyComes_SaysHowManyDid()
    {
        var gate = new Gate();
        gate.Open();
        gate.Pass();

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => gate.EnteredAsync(2, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("2 calls at the gate", error.Message, StringComparison.Ordinal);
        Assert.Contains("there is 1", error.Message, StringComparison.Ordinal);
    }

    private static Task PassAsync(Gate gate, CancellationToken token = default) =>
        Task.Factory.StartNew(() => gate.Pass(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
