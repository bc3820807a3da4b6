namespace Mce.Plugins.Onnx.Tests;

/// <summary>Where outputs lie when their shape isn't, or is wrongly, told by the file.</summary>
public sealed class OutputMemoryTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private static InferenceTensor TwoByTwo => InferenceTensor.FromArray(new float[] { 1, 2, 3, 4 }, 2, 2);

    [Fact]
    public void Execute_ShapeUnknownBeforehand_OutputOutlivesModel()
    {
        InferenceTensor output;
        using (InferenceTensor input = TwoByTwo)
        using (IModel model = onnx.Load(Doubling(null)))
            output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.IsNotType<HeapTensorMemory>(output.Memory);
        Assert.Equal([2, 4, 6, 8], output.ToArray<float>());
        output.Dispose();
    }

    [Fact]
    public void Execute_ShapeUnknownBeforehandWithMemoryGiven_FillsIt()
    {
        using IModel model = onnx.Load(Doubling(null));
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor input = TwoByTwo, memory = InferenceTensor.Create<float>(2, 2);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, input);
        context.SetPreallocatedOutput(0, memory);

        instance.Execute(context);

        Assert.Same(memory, context.TakeOutput(0));
        Assert.Equal([2, 4, 6, 8], memory.ToArray<float>());
    }

    [Fact]
    public void Execute_ShapeToldByNames_UsesTheAllocator()
    {
        using IModel model = onnx.Load(Doubling("rows"));
        using InferenceTensor input = TwoByTwo;

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.IsType<HeapTensorMemory>(output.Memory);
        Assert.Equal([2, 4, 6, 8], output.ToArray<float>());
    }

    [Fact]
    public void Execute_DimensionNamesThatLie_RightAnswersAndNoSecondTry()
    {
        // y is x transposed, so its second dimension is n and not m.
        using IModel model = onnx.Load(new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, "n", 2).Input("z", OnnxBuilder.Float, "m")
            .Output("y", OnnxBuilder.Float, "n2", "m")
            .Node("Transpose", ["x"], ["t"]).Node("Identity", ["t"], ["y"]));
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2), z = InferenceTensor.Create<float>(1);
        onnx.Logged.Clear();

        for (int round = 0; round < 3; round++)
        {
            using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, instance, x, z));
            Assert.Equal([2, 3], y.Dimensions.ToArray());
            Assert.Equal([1, 3, 5, 2, 4, 6], y.ToArray<float>());
        }
    }

    [Fact]
    public unsafe void Execute_GraphReturnsItsInput_OutputIsACopy()
    {
        using IModel model = onnx.Load(new OnnxBuilder().Input("x", OnnxBuilder.Float, null, 2).Output("x", OnnxBuilder.Float, null, 2));
        using InferenceTensor input = TwoByTwo;

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.False(output.DangerousGetAddress() == input.DangerousGetAddress());
        Assert.Equal([1, 2, 3, 4], output.ToArray<float>());
    }

    [Fact]
    public void Execute_GraphReturnsItsWeights_OutputOutlivesModel()
    {
        InferenceTensor[] outputs;
        using (InferenceTensor input = TwoByTwo)
        using (IModel model = onnx.Load(new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, null, 2).Weights("w", [1, 2, 3], 3)
            .Output("w", OnnxBuilder.Float, (object?[]?)null).Output("s", OnnxBuilder.Float, null, 2)
            .Node("Add", ["x", "x"], ["s"])))
            outputs = OnnxFixture.Run(model, input);

        Assert.Equal([1, 2, 3], outputs[0].ToArray<float>());
        Assert.Equal([2, 4, 6, 8], outputs[1].ToArray<float>());
        Assert.All(outputs, o => o.Dispose());
    }

    [Fact]
    public void Execute_OutputsForgotten_AreFinalizedWithoutHarm()
    {
        using IModel model = onnx.Load(Doubling(null));
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor input = TwoByTwo;
        for (int i = 0; i < 100; i++) OnnxFixture.Run(model, instance, input);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, instance, input));
        Assert.Equal([2, 4, 6, 8], output.ToArray<float>());
    }

    [Fact]
    public void Execute_SequenceOfUnevenTensors_SaysSo()
    {
        using IModel model = onnx.Load(new OnnxBuilder()
            .Input("a", OnnxBuilder.Float, (object?)null).Input("b", OnnxBuilder.Float, (object?)null).SequenceOutput("both", OnnxBuilder.Float)
            .Node("SequenceConstruct", ["a", "b"], ["both"]));
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor two = InferenceTensor.Create<float>(2), three = InferenceTensor.Create<float>(3);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, instance, two, three));
        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Contains("'both' have different shapes", error.Message, StringComparison.Ordinal);

        using InferenceTensor stacked = Assert.Single(OnnxFixture.Run(model, instance, two, two));
        Assert.Equal([2, 2], stacked.Dimensions.ToArray());
    }

    private static OnnxBuilder Doubling(string? rows) => new OnnxBuilder()
        .Input("x", OnnxBuilder.Float, rows, 2).Output("y", OnnxBuilder.Float, rows, 2).Node("Add", ["x", "x"], ["y"]);
}
