using Mce.Conformance;

namespace Mce.Plugins.Onnx.Tests;

public sealed class RunTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Fact]
    public void Execute_TextWithNulAndLoneSurrogate_IsNotCut()
    {
        using IModel model = onnx.Load("identity_string");
        using InferenceTensor input = InferenceTensor.FromArray(new[] { "a\0b", "x\uD800y", null!, "" }, 1, 4);

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        // What UTF-8 can't hold becomes the replacement character; a null is an empty text.
        Assert.Equal(["a\0b", "x\uFFFDy", "", ""], output.ToArray<string>());
    }

    [Fact]
    public void Execute_RequiredInputMissing_NamesIt()
    {
        using IModel model = onnx.Load("add2");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor a = InferenceTensor.Create<float>(1, 3);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, instance, a));

        Assert.Equal(MceErrorCodes.InputMissing, error.Code);
        Assert.Contains("b: float32[N, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_TypeThatTheServerShouldHaveRefused_RefusedBeforeNativeCode()
    {
        using IModel model = onnx.Load("matmul");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor wrong = InferenceTensor.Create<double>(1, 4);

        Assert.Equal(MceErrorCodes.TensorTypeMismatch, Assert.Throws<MceException>(() => OnnxFixture.Run(model, instance, wrong)).Code);
    }

    [Fact]
    public void Execute_ShapeThatTheServerShouldHaveRefused_NamesInputAndShapes()
    {
        using IModel model = onnx.Load("matmul");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor wrong = InferenceTensor.Create<float>(1, 5);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, instance, wrong));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains("expected x: float32[N, 4], given float32[1, 5]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_StridedInput_Refused()
    {
        using IModel model = onnx.Load("matmul");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor whole = InferenceTensor.Create<float>(4, 4), strided = whole.Permute(1, 0);

        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => OnnxFixture.Run(model, instance, strided)).Code);
    }

    [Fact]
    public void Execute_ReadOnlyMemoryForAnOutput_Refused()
    {
        using IModel model = onnx.Load("matmul");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor input = InferenceTensor.Create<float>(1, 4), output = InferenceTensor.FromReadOnlyMemory<float>(new float[3], 1, 3);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, input);
        context.SetPreallocatedOutput(0, output);

        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => instance.Execute(context)).Code);
    }

    [Fact]
    public void Execute_MemoryOfAnotherShape_TellsTheTrueShapeAndWritesNothing()
    {
        using IModel model = onnx.Load("add2");
        using IModelInstance instance = model.CreateInstance();
        float[] guarded = [.. Enumerable.Repeat(-1f, 64)];
        using InferenceTensor a = InferenceTensor.Create<float>(8, 3), b = InferenceTensor.Create<float>(8, 3);
        using InferenceTensor small = InferenceTensor.FromMemory(guarded.AsMemory(0, 6), 2, 3);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, a);
        context.SetInput(1, b);
        context.SetPreallocatedOutput(0, small);

        var error = Assert.Throws<MceException>(() => instance.Execute(context));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains("float32[8, 3]", error.Message, StringComparison.Ordinal);
        Assert.All(guarded, v => Assert.Equal(-1f, v));
    }

    [Fact]
    public void Execute_OneCallerCancelled_TheOtherInstanceFinishes()
    {
        using IModel model = onnx.Load("slow");
        using IModelInstance cancelled = model.CreateInstance(), other = model.CreateInstance();
        using InferenceTensor rounds = InferenceTensor.FromArray(new[] { 2000L });
        using InferenceTensor endless = InferenceTensor.FromArray(new[] { 100_000_000L });
        using var source = new CancellationTokenSource();
        OperationCanceledException? thrown = null;
        var victim = new Thread(() => thrown = Record.Exception(() => Execute(model, cancelled, endless, source.Token)) as OperationCanceledException);
        victim.Start();

        float done = Execute(model, other, rounds, CancellationToken.None);
        source.Cancel();
        victim.Join();

        Assert.Equal(2001f, done, 1f);
        Assert.Equal(source.Token, thrown?.CancellationToken);
        Assert.Equal(2001f, Execute(model, cancelled, rounds, CancellationToken.None), 1f);
    }

    [Fact]
    public void Execute_TokenCancelledAroundTheEnd_NextCallIsNeverStopped()
    {
        using IModel model = onnx.Load("slow");
        using IModelInstance instance = model.CreateInstance();
        using InferenceTensor few = InferenceTensor.FromArray(new[] { 3L });
        for (int i = 0; i < 200; i++)
        {
            using var source = new CancellationTokenSource();
            using var started = new Barrier(2);
            var canceller = new Thread(() =>
            {
                started.SignalAndWait();
                Thread.SpinWait(i * 500);
                source.Cancel();
            });
            canceller.Start();
            started.SignalAndWait();
            if (Record.Exception(() => Execute(model, instance, few, source.Token)) is { } thrown) Assert.IsType<OperationCanceledException>(thrown);
            Assert.Equal(4f, Execute(model, instance, few, CancellationToken.None));
            canceller.Join();
        }
    }

    [Fact]
    public void Execute_SharedModelFromFourThreads_AnswersAsAlone()
    {
        using IModel model = onnx.Load("sklearn_like");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            using IModelInstance instance = model.CreateInstance();
            foreach (int rows in new[] { 1, 2, 5, 16, 1, 16 })
            {
                using ConformanceCase test = CaseFile.ReadBatch("sklearn_like", rows);
                InferenceTensor[] outputs = OnnxFixture.Run(model, instance, test.Inputs["x"]);
                TensorAssert.Equal(test.Outputs["probabilities"], outputs[1], 1e-5);
                Assert.All(outputs, o => o.Dispose());
            }
        });
    }

    private static float Execute(IModel model, IModelInstance instance, InferenceTensor rounds, CancellationToken token)
    {
        using InferenceTensor scalar = rounds.Reshape();
        var context = new ModelExecutionContext(model.Signature) { CancellationToken = token };
        context.SetInput(0, scalar);
        instance.Execute(context);
        using InferenceTensor output = context.TakeOutput(0);
        return output.AsReadOnlySpan<float>()[0];
    }
}
