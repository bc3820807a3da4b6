using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Calls that go wrong, and whose memory inputs and outputs are.</summary>
public sealed class ExecutionTests(TorchFixture fixture) : IClassFixture<TorchFixture>
{
    [Fact]
    public void Execute_TokenIdOutOfRange_ErrorNamesOperatorAndInstanceUsable()
    {
        using IModel model = Load("twoio.pt2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        foreach (long id in (long[])[10, -1, long.MaxValue, long.MinValue])
        {
            using InferenceTensor tokens = InferenceTensor.FromArray([0L, 1, id, 3, 4], 1, 5);
            var error = Assert.Throws<MceException>(() => new Run(model, instance, ("tokens", tokens), ("x", x)));

            Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
            Assert.Equal("torch.ops.aten.embedding.default", error.Fields["operator"]);
            Assert.Contains("twoio.pt2", error.Message, StringComparison.Ordinal);
            if (OperatingSystem.IsLinux()) Assert.Equal("index out of range in self", error.Fields["reason"]);
        }

        using ConformanceCase test = TestModels.ReadCase("twoio", 0, model.Signature);
        using var run = new Run(model, instance, test);
        TensorAssert.Equal(test.Outputs["output_1"], run.Output("output_1"));
    }

    [Fact]
    public void Execute_InputsOfUnequalBatch_ErrorAndInstanceUsable()
    {
        using IModel model = Load("unequal.pt2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor two = InferenceTensor.Create<float>(2, 4), three = InferenceTensor.Create<float>(3, 4);

        var error = Assert.Throws<MceException>(() => new Run(model, instance, ("a", two), ("b", three)));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Equal("torch.ops.aten.cat.default", error.Fields["operator"]);
        using var run = new Run(model, instance, ("a", two), ("b", two));
        Assert.Equal([2L, 8], run.Output("output").Dimensions.ToArray());
    }

    [Fact]
    public void Execute_IndexOutOfRange_Error()
    {
        using IModel model = Load("gather.pt2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        using InferenceTensor index = InferenceTensor.FromArray([0L, 1, 2, 1000000], 1, 4);

        var error = Assert.Throws<MceException>(() => new Run(model, instance, ("x", x), ("index", index)));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
    }

    [Fact]
    public void Execute_WrongTypeOrShape_RefusedBeforeNativeCode()
    {
        using IModel model = Load("mlp.pt2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor wrongType = InferenceTensor.Create<long>(1, 8);
        using InferenceTensor wrongRank = InferenceTensor.Create<float>(8);
        using InferenceTensor wrongSize = InferenceTensor.Create<float>(1, 9);
        using InferenceTensor tooMany = InferenceTensor.Create<float>(4097, 8);
        using InferenceTensor turned = InferenceTensor.Create<float>(8, 8).Permute(1, 0);

        Assert.Equal(MceErrorCodes.TensorTypeMismatch, Assert.Throws<MceException>(() => new Run(model, instance, ("x", wrongType))).Code);
        foreach (InferenceTensor shape in (InferenceTensor[])[wrongRank, wrongSize, tooMany])
            Assert.Equal(MceErrorCodes.TensorShapeMismatch, Assert.Throws<MceException>(() => new Run(model, instance, ("x", shape))).Code);
        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => new Run(model, instance, ("x", turned))).Code);
        Assert.Equal(MceErrorCodes.InputMissing, Assert.Throws<MceException>(() => new Run(model, instance)).Code);
    }

    [Fact]
    public void Execute_GraphWritesToInput_CallersMemoryUntouched()
    {
        using IModel model = Load("writes_to_input.pt2");
        using IModelInstance instance = model.CreateInstance();
        float[] numbers = [1, 2, -3, 4];
        using InferenceTensor x = InferenceTensor.FromArray(numbers, 1, 4);

        for (int i = 0; i < 3; i++)
        {
            using var run = new Run(model, instance, ("x", x));
            Assert.Equal([5f, 7, 1, 11], run.Output("output").ToArray<float>());
            Assert.Equal([1f, 2, -3, 4], numbers);
        }
    }

    [Fact]
    public void Execute_OutputsThatAreViews_HaveMemoryOfTheirOwn()
    {
        using IModel model = Load("views_out.pt2");
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = TestModels.ReadCase("views_out", 0, model.Signature);
        using var first = new Run(model, instance, test);

        // Scribbling over every output must change neither the weights nor the next answers.
        foreach (string name in (string[])["same", "turned", "weight", "twice", "again"]) first.Output(name).AsSpan<float>().Fill(float.NaN);
        using var second = new Run(model, instance, test);

        foreach ((string name, InferenceTensor expected) in test.Outputs) TensorAssert.Equal(expected, second.Output(name), 1e-6, name);
    }

    [Fact]
    public void Execute_LargeOutputs_NotCopiedSaveForViewsOfInputs()
    {
        using IModel model = Load("large.pt2");
        IModelInstance instance = model.CreateInstance();
        float[] numbers = [.. Enumerable.Range(0, 128 * 128).Select(i => (float)i)];
        using InferenceTensor x = InferenceTensor.FromArray(numbers, 1, 128 * 128);
        using var run = new Run(model, instance, ("x", x));
        instance.Dispose();
        model.Dispose();

        Assert.IsType<TorchTensorMemory>(run.Output("output_0").Memory);
        Assert.Equal(128 * 128, run.Output("output_0").AsReadOnlySpan<float>()[^1]);
        Array.Clear(numbers);
        Assert.Equal((128 * 128) - 1, run.Output("output_1").AsReadOnlySpan<float>()[^1]);
    }

    [Fact]
    public void Execute_LargeOutputNotDisposed_FreedByTheCollector()
    {
        using IModel model = Load("large.pt2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.Create<float>(16, 128 * 128);
        for (int i = 0; i < 200; i++)
        {
            RunAndForget(model, instance, x);
            if (i % 20 != 0) continue;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // 200 calls made 400 results of 1 MiB: without finalizers they would all be there.
        Assert.InRange(ProcessMemory.Resident(), 0, ProcessMemory.AtStart + (250L << 20));
    }

    private static void RunAndForget(IModel model, IModelInstance instance, InferenceTensor x) => _ = new Run(model, instance, ("x", x));

    private IModel Load(string file) => fixture.Backend.Load(new ModelSource(TestModels.Path(file)), CancellationToken.None);
}
