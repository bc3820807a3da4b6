namespace Mce.Plugins.Onnx.Tests;

/// <summary>A warm call over numeric tensors with memory of the caller's allocates nothing.</summary>
public sealed class AllocationTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private const int Rounds = 200;

    [Fact]
    public void Execute_WithoutToken_AllocatesNothing() => AssertNothingAllocated(buffers: 1, CancellationToken.None);

    [Fact]
    public void Execute_LongLivedToken_AllocatesNothing()
    {
        using var source = new CancellationTokenSource();
        AssertNothingAllocated(buffers: 1, source.Token);
    }

    [Fact]
    public void Execute_BuffersThatChangeWithEveryCall_AllocatesNothing() => AssertNothingAllocated(buffers: 16, CancellationToken.None);

    private void AssertNothingAllocated(int buffers, CancellationToken token)
    {
        using IModel model = onnx.Load("add2");
        using IModelInstance instance = model.CreateInstance();
        var context = new ModelExecutionContext(model.Signature);
        InferenceTensor[][] sets = [.. Enumerable.Range(0, buffers).Select(i => new[]
        {
            InferenceTensor.FromArray(new float[] { i, 1, 2 }, 1, 3),
            InferenceTensor.FromArray(new float[] { 10, 20, 30 }, 1, 3),
            InferenceTensor.Create<float>(1, 3),
        })];
        Run(Rounds);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(Rounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        for (int i = 0; i < buffers; i++) Assert.Equal([i + 10, 21, 32], sets[i][2].ToArray<float>());

        void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                InferenceTensor[] set = sets[i % buffers];
                context.CancellationToken = token;
                context.SetInput(0, set[0]);
                context.SetInput(1, set[1]);
                context.SetPreallocatedOutput(0, set[2]);
                instance.Execute(context);
                context.Reset();
            }
        }
    }
}
