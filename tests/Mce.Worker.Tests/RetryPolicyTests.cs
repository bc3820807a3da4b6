using Microsoft.Extensions.Time.Testing;
using Worker;

namespace Mce.Worker.Tests;

public sealed class RetryPolicyTests
{
    private readonly FakeTimeProvider _time = new();
    private int _calls;

    [Fact]
    public async Task RunAsync_ErrorThatStays_IsThrownAtOnce()
    {
        var error = await Assert.ThrowsAsync<MceException>(() => RunAsync(_ => throw new MceException(MceErrorCodes.ModelFailed, "no")));

        Assert.Equal((MceErrorCodes.ModelFailed, 1), (error.Code, _calls));
    }

    [Fact]
    public async Task RunAsync_TransientErrors_BacksOffTwiceAsLongEachTime()
    {
        Task<int> run = RunAsync(call => call < 4 ? throw Late() : call);

        foreach (double seconds in (double[])[1, 2, 4])
        {
            int calls = _calls;
            Advance(seconds - 0.001);
            Assert.Equal(calls, _calls);
            Advance(0.001);
            Assert.Equal(calls + 1, _calls);
        }

        Assert.Equal(4, await run);
    }

    [Fact]
    public async Task RunAsync_TransientForEver_ThrowsTheLastErrorAfterTheMostAttempts()
    {
        Task<int> run = RunAsync(call => throw Late($"the {call}."));
        for (int i = 0; i < 4; i++) Advance(RetryPolicy.MaxDelay.TotalSeconds);

        var error = await Assert.ThrowsAsync<MceException>(() => run);

        Assert.Equal(("the 5.", 5), (error.Message, _calls));
    }

    [Fact]
    public void RunAsync_ManyAttempts_NeverWaitsLongerThanTheMost()
    {
        _ = RunAsync(_ => throw Late(), maxAttempts: 100);
        for (int i = 0; i < 50; i++) Advance(RetryPolicy.MaxDelay.TotalSeconds);

        Assert.Equal(51, _calls);
    }

    [Fact]
    public async Task RunAsync_Overloaded_ComesBackWhenToldAndCostsNoAttempt()
    {
        Task<int> run = RunAsync(call => call <= 20 ? throw Overloaded(seconds: 3) : call);

        for (int i = 1; i <= 20; i++)
        {
            Advance(2.999);
            Assert.Equal(i, _calls);
            Advance(0.001);
        }

        Assert.Equal(21, await run);
    }

    [Fact]
    public async Task RunAsync_StoppedWhileItWaits_EndsAtOnce()
    {
        using var stopping = new CancellationTokenSource();
        Task<int> run = RunAsync(_ => throw Late(), stopping: stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(1, _calls);
    }

    private Task<int> RunAsync(Func<int, int> call, int maxAttempts = 5, CancellationToken stopping = default)
    {
        // Without the test runner's context what waits on the clock goes on within Advance.
        SynchronizationContext.SetSynchronizationContext(null);
        return new RetryPolicy(maxAttempts, TimeSpan.FromSeconds(1), _time).RunAsync(() => Task.FromResult(call(++_calls)), stopping);
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private static MceException Late(string message = "late") => new(MceErrorCodes.DeadlineExceeded, message, isTransient: true);

    private static MceException Overloaded(double seconds) =>
        new(MceErrorCodes.Overloaded, "full", isTransient: true) { RetryAfter = TimeSpan.FromSeconds(seconds) };
}
