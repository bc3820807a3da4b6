namespace Mce.Core.Tests.Pipelines;

public sealed class SerialInvocationTests
{
    [Fact]
    public async Task InvokeAsync_ThreeContainers_RunsThemInOrderWithoutACopy()
    {
        nint[] written = new nint[3], read = new nint[3];
        await using TestServer server = await StartAsync(
            Traced(ScriptedModel.Add(1, "x", "y"), 0), Traced(Multiply("y", "z"), 1), Traced(ScriptedModel.Add(10, "z", "w"), 2));
        using InferenceTensor x = InferenceTensor.FromArray<float>([1, 2, 3, 4], 1, 4);

        using InferenceResponse response = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = x } });

        Assert.Equal([14, 16, 18, 20], response["w"].ToArray<float>());
        Assert.Equal(Address(x), read[0]);
        Assert.Equal(written[0], read[1]);
        Assert.Equal(written[1], read[2]);
        Assert.Equal(written[2], Address(response["w"]));
        Assert.Equal(4, written.Append(read[0]).Distinct().Count());

        ScriptedModel Traced(ScriptedModel model, int step)
        {
            Action<ModelExecutionContext> inner = model.OnExecute;
            model.OnExecute = context =>
            {
                inner(context);
                read[step] = Address(context.GetInput(0)!);
                InferenceTensor output = context.TakeOutput(0);
                written[step] = Address(output);
                context.SetOutput(0, output);
            };
            return model;
        }

        static unsafe nint Address(InferenceTensor tensor) => (nint)tensor.DangerousGetAddress();
    }

    [Fact]
    public async Task InvokeAsync_LastContainerPassesItsInputThrough_ALaterRequestLeavesTheResponseAlone()
    {
        var through = new ScriptedModel(ScriptedModel.Vector("y", "z"), context => context.SetOutput(0, context.GetInput(0)!.Share()));
        await using TestServer server = await StartAsync(ScriptedModel.Add(1, "x", "y"), through);
        using InferenceTensor x = InferenceTensor.FromArray<float>([1, 2, 3, 4], 1, 4), other = InferenceTensor.FromArray<float>([9, 9, 9, 9], 1, 4);

        using InferenceResponse kept = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = x } });
        using InferenceResponse later = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = other } });

        Assert.Equal([2, 3, 4, 5], kept["z"].ToArray<float>());
        Assert.Equal([10, 10, 10, 10], later["z"].ToArray<float>());
    }

    [Fact]
    public void EndRun_LargeBuffer_GoesBackToThePool()
    {
        var pool = new OutputPool(64 << 20);
        var buffers = new StepBuffers(2, pool);
        InferenceTensor small = buffers.Allocate(0, TensorElementType.Float32, [4]), large = buffers.Allocate(1, TensorElementType.Float32, [1 << 20]);
        buffers.Set(0, small);
        buffers.Set(1, large);

        buffers.EndRun();

        Assert.True(large.IsDisposed);
        Assert.Equal(large.ByteLength, pool.RetainedBytes);
        Assert.Same(small, buffers.Allocate(0, TensorElementType.Float32, [4]));
    }

    [Fact]
    public async Task InvokeAsync_WithTargetContainer_IsRefused()
    {
        await using TestServer server = await StartAsync(ScriptedModel.Add(1, "x", "y"), ScriptedModel.Add(1, "y", "z"));

        MceException error = await Assert.ThrowsAsync<MceException>(
            async () => await server.Server.InvokeAsync(new InferenceRequest("e") { TargetContainer = "c0" }));

        Assert.Equal(MceErrorCodes.TargetContainerNotAllowed, error.Code);
    }

    [Fact]
    public async Task InvokeAsync_ManyShapesInTurn_AnswersEachRight()
    {
        await using TestServer server = await StartAsync(ScriptedModel.Add(1, "x", "y"), Multiply("y", "z"));
        for (int round = 0; round < 20; round++)
        {
            int batch = 1 + (round * 7 % 5);
            float[] values = [.. Enumerable.Range(0, batch * 4).Select(i => (float)(i + round))];
            using InferenceTensor x = InferenceTensor.FromArray(values, batch, 4);
            using InferenceResponse response = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = x } });
            Assert.Equal(values.Select(v => (v + 1) * 2), response["z"].ToArray<float>());
        }
    }

    [Fact]
    public async Task InvokeAsync_BackendAliasesItsInput_NextRequestIsStillRight()
    {
        // The middle model hands its input on. Keeping that memory as its own buffer would let the next run overwrite it.
        var alias = new ScriptedModel(ScriptedModel.Vector("y", "z"), context => context.SetOutput(0, context.GetInput(0)!.Share()));
        await using TestServer server = await StartAsync(ScriptedModel.Add(1, "x", "y"), alias, ScriptedModel.Add(0, "z", "w"));
        for (int i = 0; i < 5; i++)
        {
            using InferenceTensor x = InferenceTensor.FromArray<float>([i, i, i, i], 1, 4);
            using InferenceResponse response = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = x } });
            Assert.Equal([i + 1, i + 1, i + 1, i + 1], response["w"].ToArray<float>());
        }
    }

    [Fact]
    public async Task StartAsync_PipelineWithExplicitMaps_FeedsFromAnyEarlierStepAndTheRequest()
    {
        TensorSpec V(string name) => ScriptedModel.Spec(name, TensorElementType.Float32, TensorDimension.Dynamic("n"));
        var sum = new ScriptedModel(new ModelSignature([V("a"), V("b"), V("bias")], [V("sum")]), context =>
        {
            float[] a = context.GetInput(0)!.ToArray<float>(), b = context.GetInput(1)!.ToArray<float>(), bias = context.GetInput(2)!.ToArray<float>();
            InferenceTensor y = context.AllocateOutput(0, TensorElementType.Float32, [a.Length]);
            for (int i = 0; i < a.Length; i++) y.AsSpan<float>()[i] = (a[i] * 100) + (b[i] * 10) + bias[i];
        });
        ScriptedModel Pass(string input, string output, float plus) => new(new ModelSignature([V(input)], [V(output)]), context =>
        {
            InferenceTensor x = context.GetInput(0)!;
            InferenceTensor y = context.AllocateOutput(0, TensorElementType.Float32, x.Dimensions);
            for (int i = 0; i < x.ElementCount; i++) y.AsSpan<float>()[i] = x.AsSpan<float>()[i] + plus;
        });
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m0", Pass("x", "first", 1)).With("m1", Pass("first", "second", 1)).With("m2", sum),
            b => b.AddEndpoint("e", e => e.AsSerial()
                .AddContainer("c0", "scripted", "m0")
                .AddContainer("c1", "scripted", "m1")
                .AddContainer("c2", "scripted", "m2", c => c.Map("a", InputSource.From("c0", "first")).Map("b", "second").Map("bias", InputSource.Request("extra")))),
            "m0",
            "m1",
            "m2");
        using InferenceTensor x = InferenceTensor.FromArray<float>([1], 1), extra = InferenceTensor.FromArray<float>([7], 1);

        using InferenceResponse response = await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = x, ["extra"] = extra } });

        Assert.Equal([237], response["sum"].ToArray<float>());
        Assert.Equal("(x: float32[n], extra: float32[n]) → (sum: float32[n])", server.Server.Endpoints[0].Signature!.ToString());
    }

    [Fact]
    public async Task StartAsync_PipelineThatCannotFit_FailsWithEveryReason()
    {
        var wrongType = new ScriptedModel(
            new ModelSignature([ScriptedModel.Spec("y", TensorElementType.Int64, 1, 4)], [ScriptedModel.Spec("z", TensorElementType.Float32, 1, 4)]), _ => { });
        var wrongRank = new ScriptedModel(
            new ModelSignature([ScriptedModel.Spec("z", TensorElementType.Float32, 4)], [ScriptedModel.Spec("q", TensorElementType.Float32, 4)]), _ => { });
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("m0", ScriptedModel.Add(1)).With("m1", wrongType).With("m2", wrongRank),
            b => b.AddEndpoint("e", e => e.AsSerial()
                .AddContainer("c0", "scripted", "m0")
                .AddContainer("c1", "scripted", "m1")
                .AddContainer("c2", "scripted", "m2", c => c.Map("nope", "z"))),
            "m0",
            "m1",
            "m2");

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());

        Assert.Equal(3, error.Errors.Count);
        Assert.Contains("element types differ", error.Message, StringComparison.Ordinal);
        Assert.Contains("rank 2 doesn't fit rank 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'nope', which is no input", error.Message, StringComparison.Ordinal);
        Assert.True(wrongType.IsDisposed);
        Assert.False(server.Server.IsReady);
    }

    private static ScriptedModel Multiply(string input, string output) => new(ScriptedModel.Vector(input, output), context =>
    {
        InferenceTensor x = context.GetInput(0)!;
        InferenceTensor y = context.AllocateOutput(0, TensorElementType.Float32, x.Dimensions);
        for (int i = 0; i < x.ElementCount; i++) y.AsSpan<float>()[i] = x.AsSpan<float>()[i] * 2;
    });

    private static Task<TestServer> StartAsync(params ScriptedModel[] models)
    {
        var backend = new ScriptedBackend();
        for (int i = 0; i < models.Length; i++) backend.With($"m{i}", models[i]);
        return TestServer.StartAsync(
            backend,
            b => b.AddEndpoint("e", e =>
            {
                e.AsSerial();
                for (int i = 0; i < models.Length; i++) e.AddContainer($"c{i}", "scripted", $"m{i}");
            }),
            [.. models.Select((_, i) => $"m{i}")]);
    }
}
