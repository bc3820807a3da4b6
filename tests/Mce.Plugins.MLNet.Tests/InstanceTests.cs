using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Instances: garbage, threads, cancellation, refused inputs and life after errors.</summary>
public sealed class InstanceTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Execute_WarmTextRow_AllocatesNothing()
    {
        using IModel model = Load(Models.Text);
        AssertNoGarbage(model, InferenceTensor.FromArray(["the movie was great"], 1), InferenceTensor.FromArray(["an awful scene"], 1));
    }

    [Fact]
    public void Execute_WarmNumericRow_AllocatesNothing()
    {
        using IModel model = Load(Models.Numeric);
        AssertNoGarbage(model, InferenceTensor.FromArray([1f, 2, 3, 4], 1, 4), InferenceTensor.FromArray([5f, 6, 7, 8], 1, 4));
    }

    [Fact]
    public void Execute_WarmKeyRow_AllocatesNothing()
    {
        using IModel model = Load(Models.Key);
        AssertNoGarbage(model, InferenceTensor.FromArray([0f, 3], 1, 2), InferenceTensor.FromArray([3f, 0], 1, 2));
    }

    [Fact]
    public void Execute_WarmBatchOfRows_AllocatesNothing()
    {
        using IModel model = Load(Models.Text);
        // Without the last: ML.NET itself makes garbage of accented letters.
        string[] texts = Review.Texts[..5];
        AssertNoGarbage(model, InferenceTensor.FromArray(texts, 5), InferenceTensor.FromArray([.. texts.Reverse()], 5));
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_FourInstancesOnFourThreads_GiveEachItsOwn(string batch)
    {
        using IModel model = Load(Models.Text, ("Batch", batch));
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => Review.Texts[i % 6] + " " + Review.Texts[i * 5 % 6])];
        float[] expected = Column<float>(Transform(Models.Text, texts.Select(t => new Review { Text = t })), "Score");
        var errors = new Exception?[4];
        using var start = new Barrier(4);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            errors[t] = Record.Exception(() =>
            {
                using IModelInstance instance = model.CreateInstance();
                for (int i = 0; i < 200; i++)
                {
                    int first = (i + (t * 10)) % 40, count = Math.Min(1 + (i % 3), 40 - first);
                    InferenceTensor[] outputs = Run(model, instance, InferenceTensor.FromArray(texts[first..(first + count)], count));
                    Assert.Equal(expected[first..(first + count)], outputs[1].ToArray<float>());
                }
            });
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(errors, Assert.Null);
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_CancelledInABatch_StopsAtThatRowAndStaysUsable(string batch)
    {
        using var source = new CancellationTokenSource();
        int seen = 0;
        var ml = new MLContext();
        // The model itself cancels while it computes row 3.
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        ITransformer counter = ml.Transforms.CustomMapping<Point, Scored>((_, output) =>
        {
            output.Score = seen;
            if (++seen == 3) source.Cancel();
        }, null).Fit(data);
        using var model = new MLNetModel(counter, data.Schema, new ModelOptions { Batch = Enum.Parse<BatchMode>(batch), Outputs = ["Score"] }, default, null);
        using IModelInstance instance = model.CreateInstance();
        ModelExecutionContext context = Context(model, 100);
        context.CancellationToken = source.Token;

        Assert.ThrowsAny<OperationCanceledException>(() => instance.Execute(context));

        Assert.Equal(3, seen);
        instance.Execute(Context(model, 5));
        Assert.Equal(8, seen);
    }

    [Fact]
    public void Execute_ModelThrows_SaysSoAndStaysUsable()
    {
        bool fail = true;
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        ITransformer failing = ml.Transforms.CustomMapping<Point, Scored>((_, output) => output.Score = fail ? throw new FormatException("broken row") : 7, null).Fit(data);
        using var model = new MLNetModel(failing, data.Schema, new ModelOptions(), default, null);
        using IModelInstance instance = model.CreateInstance();

        var e = Assert.Throws<MceException>(() => instance.Execute(Context(model, 2)));

        Assert.Equal(MceErrorCodes.ModelFailed, e.Code);
        Assert.Contains("broken row", e.Message, StringComparison.Ordinal);
        fail = false;
        ModelExecutionContext context = Context(model, 2);
        instance.Execute(context);
        Assert.Equal([7f, 7f], context.TakeOutput(0).ToArray<float>());
    }

    [Fact]
    public void Execute_ModelThatDropsRows_GivesThoseLeft()
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        using var model = new MLNetModel(new DroppingTransformer(ml), data.Schema, new ModelOptions { Outputs = ["X"] }, default, null);
        Assert.Equal("(X: float32[batch, 4], Label: float32[batch]) → (X: float32[?, 4])", model.Signature.ToString());
        using IModelInstance instance = model.CreateInstance();
        foreach (int rows in new[] { 3, 1, 5 })
        {
            float[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? 1f : -1f)];
            float[] x = [.. Enumerable.Range(0, rows * 4).Select(i => (float)i)];
            InferenceTensor output = Run(model, instance, InferenceTensor.FromArray(x, rows, 4), InferenceTensor.FromArray(labels, rows))[0];
            Assert.Equal([(rows + 1) / 2, 4], output.Dimensions);
            Assert.Equal(x.Where((_, i) => i / 4 % 2 == 0), output.ToArray<float>());
        }
    }

    [Fact]
    public void Create_NeededInputThatNoTensorCarries_IsRefusedByName()
    {
        var ml = new MLContext();
        DataViewSchema schema = ml.Data.LoadFromEnumerable<Numbered>([]).Schema;
        var e = Assert.Throws<MceException>(() => new MLNetModel(new DroppingTransformer(ml), schema, new ModelOptions { Outputs = ["Number"] }, default, null));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains("input column 'Id' is of type DataViewRowId", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_InputsOfUnequalRows_NamesBoth()
    {
        using IModel model = Load(Models.Numeric, ("Outputs", "Score,Label"));
        var e = Assert.Throws<MceException>(() => Run(model, InferenceTensor.Create<float>(2, 4), InferenceTensor.Create<float>(3)));
        Assert.Equal(MceErrorCodes.TensorShapeMismatch, e.Code);
        Assert.Contains("'X' has 2, 'Label' has 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WrongInputs_AreRefusedBeforeMLNetSeesThem()
    {
        using IModel model = Load(Models.Numeric);
        using IModelInstance instance = model.CreateInstance();
        (InferenceTensor? Input, string Code)[] wrong =
        [
            (null, MceErrorCodes.InputMissing),
            (InferenceTensor.Create<double>(1, 4), MceErrorCodes.TensorTypeMismatch),
            (InferenceTensor.Create<float>(1, 5), MceErrorCodes.TensorShapeMismatch),
            (InferenceTensor.Create<float>(4), MceErrorCodes.TensorShapeMismatch),
        ];
        foreach ((InferenceTensor? input, string code) in wrong)
        {
            var context = new ModelExecutionContext(model.Signature);
            context.SetInput(0, input);
            Assert.Equal(code, Assert.Throws<MceException>(() => instance.Execute(context)).Code);
        }

        InferenceTensor disposed = InferenceTensor.Create<float>(1, 4);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Run(model, instance, disposed));
        Assert.Equal([1], Run(model, instance, InferenceTensor.Create<float>(1, 4))[0].Dimensions);
    }

    [Fact]
    public void Execute_AfterDispose_Throws()
    {
        IModel model = Load(Models.Numeric);
        IModelInstance instance = model.CreateInstance();
        instance.Dispose();
        instance.Dispose();
        Assert.Throws<ObjectDisposedException>(() => instance.Execute(new ModelExecutionContext(model.Signature)));
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(model.CreateInstance);
    }

    [Fact]
    public void Dispose_TransformerThatHoldsResources_IsDisposedOnce()
    {
        // As OnnxTransformer does; chains pass it on to their parts.
        var ml = new MLContext();
        var transformer = new DroppingTransformer(ml);
        var chain = new TransformerChain<ITransformer>(ml.Transforms.CopyColumns("Y", "X").Fit(ml.Data.LoadFromEnumerable(TrainedModels.Points())), transformer);
        var model = new MLNetModel(chain, ml.Data.LoadFromEnumerable(TrainedModels.Points()).Schema, new ModelOptions { Outputs = ["X"] }, default, null);
        model.Dispose();
        model.Dispose();
        Assert.Equal(1, transformer.Disposals);
    }

    private static ModelExecutionContext Context(MLNetModel model, int rows)
    {
        var context = new ModelExecutionContext(model.Signature);
        for (int i = 0; i < model.Signature.Inputs.Length; i++)
            context.SetInput(i, InferenceTensor.Create(model.Signature.Inputs[i].ElementType, [rows, .. model.Signature.Inputs[i].Dimensions.Skip(1).Select(d => d.Size!.Value)]));
        return context;
    }

    private static void AssertNoGarbage(IModel model, params InferenceTensor[] inputs)
    {
        using IModelInstance instance = model.CreateInstance();
        var context = new ModelExecutionContext(model.Signature);
        long rows = inputs[0].Dimensions[0];
        for (int i = 0; i < model.Signature.Outputs.Length; i++)
        {
            TensorSpec spec = model.Signature.Outputs[i];
            context.SetPreallocatedOutput(i, InferenceTensor.Create(spec.ElementType, [rows, .. spec.Dimensions.Skip(1).Select(d => d.Size!.Value)]));
        }

        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
            context.SetInput(0, inputs[i % inputs.Length]);
            instance.Execute(context);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }

    /// <summary>Keeps the rows whose label is positive, so it isn't row to row.</summary>
    private sealed class DroppingTransformer(MLContext ml) : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public void Dispose() => Disposals++;

        public IDataView Transform(IDataView input) => ml.Data.FilterRowsByColumn(input, "Label", lowerBound: 0);
    }
}
