using CustomPlugin;

namespace Mce.CustomPlugin.Tests;

/// <summary>What the sample does beyond the contract.</summary>
public sealed class LinearTests
{
    [Fact]
    public void Execute_Softmax_ProbabilitiesByTheFormula()
    {
        using IModel model = Load(new BackendSettings([new("activation", "softmax")]));
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.FromArray(new[] { 1f, 2f, 400f, 0f }, 2, 2);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, x);

        instance.Execute(context);
        using InferenceTensor scores = context.TakeOutput(0), labels = context.TakeOutput(1);

        // Row 1 scores (1.5, 1, 0); row 2 scores (400.5, -1, 800), where a naive exponential overflows.
        double[] powers = [Math.Exp(1.5), Math.Exp(1), Math.Exp(0)];
        float[] actual = scores.ToArray<float>();
        for (int i = 0; i < 3; i++) Assert.Equal(powers[i] / powers.Sum(), actual[i], 1e-6);
        Assert.Equal([0f, 0f, 1f], actual[3..]);
        Assert.Equal(["low", "none"], labels.ToArray<string>());
    }

    [Fact]
    public void Load_ActivationUnknown_NamesTheChoices()
    {
        var error = Assert.Throws<MceException>(() => Load(new BackendSettings([new("activation", "relu")])));

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains("None, Softmax", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnotherDevice_Refused()
    {
        using var backend = new LinearBackend();
        var source = new ModelSource(LinearFixture.ExamplePath, device: new TensorDevice(TensorDeviceKind.Cuda, 0));

        Assert.Contains("cuda:0", Assert.Throws<MceException>(() => backend.Load(source, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Example_ShowsItsMetadata()
    {
        using IModel model = Load(BackendSettings.Empty);

        Assert.Equal("(x: float32[batch, 2]) → (scores: float32[batch, 3], label: string[batch])", model.Signature.ToString());
        Assert.Equal(("linear-json", "by hand", "Two features, three classes."), (model.Metadata.Format, model.Metadata.Producer, model.Metadata.Description));
        Assert.Equal(new ModelFootprint(36), model.Footprint);
    }

    [Fact]
    public void Execute_CallersMemory_AllocatesNothing()
    {
        using IModel model = Load(BackendSettings.Empty);
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(4, 2), scores = InferenceTensor.Create<float>(4, 3), labels = InferenceTensor.Create<string>(4);
        var context = new ModelExecutionContext(model.Signature);
        for (int i = 0; i < 3; i++) Call();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Call();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        void Call()
        {
            context.SetInput(0, x);
            context.SetPreallocatedOutput(0, scores);
            context.SetPreallocatedOutput(1, labels);
            instance.Execute(context);
            context.Reset();
        }
    }

    private static IModel Load(BackendSettings settings)
    {
        using var backend = new LinearBackend();
        return backend.Load(new ModelSource(LinearFixture.ExamplePath, settings), CancellationToken.None);
    }
}
