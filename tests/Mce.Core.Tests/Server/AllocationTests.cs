namespace Mce.Core.Tests.Server;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InvokeAsync_WarmDirectCallWithCallerOwnedOutputs_AllocatesNothing(bool longLivedToken)
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));
        using var source = new CancellationTokenSource();
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        using InferenceTensor y = InferenceTensor.Create<float>(1, 4);
        InferenceRequest request = TestServer.Request(x);
        request.Outputs["y"] = y;

        Assert.Equal(0, BytesOf(server.Server, request, longLivedToken ? source.Token : default));
    }

    [Fact]
    public async Task InvokeAsync_WarmSerialCallWithCallerOwnedOutputs_AllocatesNothing()
    {
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", ScriptedModel.Add(1)).With("two", ScriptedModel.Add(2, "y", "z")).With("three", ScriptedModel.Add(3, "z", "w")),
            b => b.AddEndpoint("e", e => e.AsSerial().AddContainer("a", "scripted", "one").AddContainer("b", "scripted", "two").AddContainer("c", "scripted", "three")),
            "one",
            "two",
            "three");
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        using InferenceTensor w = InferenceTensor.Create<float>(1, 4);
        var request = new InferenceRequest("e") { Inputs = { ["x"] = x }, Outputs = { ["w"] = w } };

        Assert.Equal(0, BytesOf(server.Server, request, default));
    }

    private static long BytesOf(MceServer server, InferenceRequest request, CancellationToken token)
    {
        const int Calls = 200;
        // A thread of its own: no synchronization context of the test runner, and nothing else allocates on it.
        return Threads.Run(() =>
        {
            for (int i = 0; i < Calls; i++) Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++) Invoke();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        void Invoke()
        {
            ValueTask<InferenceResponse> call = server.InvokeAsync(request, token);
            if (!call.IsCompletedSuccessfully) throw new InvalidOperationException("The call didn't complete synchronously.");
            call.Result.Dispose();
        }
    }
}
