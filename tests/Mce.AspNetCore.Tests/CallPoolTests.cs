using Microsoft.Extensions.Time.Testing;

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

    [Fact]
    public void Return_MemoryThatTheHostGaveForOutputs_IsNotTheNextRequests()
    {
        var pool = new InvocationCallPool(TimeProvider.System);
        InvocationCall call = pool.Rent("known");
        call.Begin(Known, TimeSpan.FromMinutes(1), default);
        call.IsRouted = true;
        call.Request.Outputs.Add("y", InferenceTensor.FromArray(new float[1], 1));

        pool.Return(call);

        Assert.Equal(0, pool.Rent("known").Request.Outputs.Count);
    }

    [Fact]
    public void Return_InputThatSomebodyDisposed_IsMadeAnew()
    {
        var spec = new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("n")]);
        var signature = new ModelSignature([spec], [spec]);
        using var inputs = new InferenceInputs();
        for (int i = 0; i < 2; i++)
        {
            inputs.Begin(signature, default);
            inputs[0].Add(1f + i);
            inputs[0].Complete(1);
            Assert.Equal([1f + i], inputs[0].Tensor.ToArray<float>());
            inputs[0].Tensor.Dispose();
            inputs.End();
        }
    }

    [Fact]
    public void Timeout_ModelWhoseCallbackThrows_DoesNotEndTheProcess()
    {
        var time = new FakeTimeProvider();
        using var call = new InvocationCall("known", time);
        call.Begin(Known, TimeSpan.FromMinutes(1), default);
        using CancellationTokenRegistration throws = call.Token.Register(() => throw new InvalidOperationException("a plugin's"));

        time.Advance(TimeSpan.FromMinutes(1)); // an exception here would be one on a timer's thread

        Assert.True(call.Token.IsCancellationRequested);
        call.End();
        Assert.False(call.Token.IsCancellationRequested);
    }
}
