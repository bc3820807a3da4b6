namespace Mce.AspNetCore.Tests;

public sealed class CallPoolTests
{
    private static readonly InvocationAddress Known = new("known", "one", null);

    [Fact]
    public void Return_EndpointThatThereIs_IsRentedAgain()
    {
        var pool = new InvocationCallPool(TimeProvider.System);
        InvocationCall first = pool.Rent("known");
        first.Begin(Known, TimeSpan.FromSeconds(1), default);
        first.IsRouted = true;
        pool.Return(first);

        Assert.Same(first, pool.Rent("known"));
    }

    [Fact]
    public void Return_NamesOfClients_AreNotKept()
    {
        var pool = new InvocationCallPool(TimeProvider.System);
        InvocationCall first = pool.Rent("made-up");
        first.Begin(new InvocationAddress("made-up", null, null), TimeSpan.FromSeconds(1), default);
        pool.Return(first);

        Assert.NotSame(first, pool.Rent("made-up"));
    }

    [Fact]
    public void Return_CancelledCall_ComesBackWithAFreshToken()
    {
        var pool = new InvocationCallPool(TimeProvider.System);
        using var gone = new CancellationTokenSource();
        InvocationCall call = pool.Rent("known");
        call.Begin(Known, TimeSpan.FromMinutes(1), gone.Token);
        call.IsRouted = true;
        gone.Cancel();
        Assert.True(call.Token.IsCancellationRequested);

        pool.Return(call);

        InvocationCall again = pool.Rent("known");
        Assert.Same(call, again);
        again.Begin(Known, TimeSpan.FromMinutes(1), default);
        Assert.False(again.Token.IsCancellationRequested);
    }
}
