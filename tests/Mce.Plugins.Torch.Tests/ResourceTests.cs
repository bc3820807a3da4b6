using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Garbage and leaks.</summary>
public sealed class ResourceTests(TorchFixture fixture) : IClassFixture<TorchFixture>
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    [InlineData("numbers")]
    [InlineData("normalize")]
    public void Execute_WarmWithPreallocatedOutputs_NoManagedGarbage(string name)
    {
        using IModel model = Load(name);
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = TestModels.ReadCase(name, 1, model.Signature);
        using InferenceTensor output = InferenceTensor.Create<float>(test.Outputs["output"].Dimensions);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, test.Inputs.Values.Single());
        context.SetPreallocatedOutput(0, output);
        for (int i = 0; i < 200; i++) instance.Execute(context);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) instance.Execute(context);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        TensorAssert.Equal(test.Outputs["output"], output, 2e-5);
    }

    [Theory]
    [InlineData("mlp", 4000)]
    [InlineData("numbers", 1000)]
    [InlineData("norms", 1000)]
    [InlineData("twoio", 2000)]
    public void Execute_Thousands_ResidentMemoryStays(string name, int calls)
    {
        const long Slack = 24L << 20;
        using IModel model = Load(name);
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = TestModels.ReadCase(name, 2, model.Signature);
        for (int i = 0; i < 300; i++) new Run(model, instance, test).Dispose();

        long before = ProcessMemory.Resident();
        for (int i = 0; i < calls; i++) new Run(model, instance, test).Dispose();

        Assert.InRange(ProcessMemory.Resident() - before, long.MinValue, Slack);
    }

    [Fact]
    public void Execute_ManyFailures_ResidentMemoryStays()
    {
        const long Slack = 24L << 20;
        using IModel model = Load("unequal");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor a = InferenceTensor.Create<float>(3, 4), b = InferenceTensor.Create<float>(2, 4);
        Fail(model, instance, a, b, 20);

        long before = ProcessMemory.Resident();
        Fail(model, instance, a, b, 60);

        Assert.InRange(ProcessMemory.Resident() - before, long.MinValue, Slack);
    }

    [Fact]
    public void Load_ManyTimes_ResidentMemoryStays()
    {
        const long Slack = 24L << 20;
        for (int i = 0; i < 10; i++) Load("transformer_core").Dispose();

        long before = ProcessMemory.Resident();
        for (int i = 0; i < 40; i++) Load("transformer_core").Dispose();

        Assert.InRange(ProcessMemory.Resident() - before, long.MinValue, Slack);
    }

    private static void Fail(IModel model, IModelInstance instance, InferenceTensor a, InferenceTensor b, int times)
    {
        for (int i = 0; i < times; i++) Assert.Throws<MceException>(() => new Run(model, instance, ("a", a), ("b", b)));
    }

    private IModel Load(string name) => fixture.Backend.Load(new ModelSource(TestModels.Path(name + ".pt2")), CancellationToken.None);
}
