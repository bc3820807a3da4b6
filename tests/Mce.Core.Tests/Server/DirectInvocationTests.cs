namespace Mce.Core.Tests.Server;

public sealed class DirectInvocationTests
{
    [Fact]
    public async Task InvokeAsync_ByContainerName_RunsThatContainer()
    {
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", ScriptedModel.Add(1)).With("two", ScriptedModel.Add(2)),
            b => b.AddEndpoint("e", e => e.AddContainer("a", "scripted", "one").AddContainer("b", "scripted", "two")),
            "one",
            "two");
        using InferenceTensor x = InferenceTensor.FromArray<float>([1, 2, 3, 4], 1, 4);

        using InferenceResponse a = await server.Server.InvokeAsync(new InferenceRequest("e") { TargetContainer = "a", Inputs = { ["x"] = x } });
        using InferenceResponse b = await server.Server.InvokeAsync(new InferenceRequest("e") { TargetContainer = "b", Inputs = { x } });

        Assert.Equal([2, 3, 4, 5], a["y"].ToArray<float>());
        Assert.Equal([3, 4, 5, 6], b[0].ToArray<float>());
        Assert.Equal("b", b.Container);
    }

    [Fact]
    public async Task InvokeAsync_UnknownEndpoint_ListsThoseThereAre()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));

        MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(new InferenceRequest("nope")));

        Assert.Equal(MceErrorCodes.EndpointNotFound, error.Code);
        Assert.Contains("'nope'", error.Message, StringComparison.Ordinal);
        Assert.Contains("There are: e", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, MceErrorCodes.TargetContainerRequired)]
    [InlineData("nope", MceErrorCodes.ContainerNotFound)]
    [InlineData("C", MceErrorCodes.ContainerNotFound)]
    public async Task InvokeAsync_WrongTarget_ListsTheContainers(string? target, string code)
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));

        MceException error = await Assert.ThrowsAsync<MceException>(
            async () => await server.Server.InvokeAsync(new InferenceRequest("e") { TargetContainer = target }));

        Assert.Equal(code, error.Code);
        Assert.Contains("c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_WrongInputs_AreRefusedBeforeTheModelSeesThem()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        await using TestServer server = await TestServer.StartOneAsync(model);
        using InferenceTensor good = InferenceTensor.Create<float>(1, 4);
        using InferenceTensor doubles = InferenceTensor.Create<double>(1, 4);
        using InferenceTensor vector = InferenceTensor.Create<float>(4);
        using InferenceTensor wide = InferenceTensor.Create<float>(1, 5);
        InferenceTensor disposed = InferenceTensor.Create<float>(1, 4);
        disposed.Dispose();

        await Expect(MceErrorCodes.InputMissing, new InferenceRequest("e") { TargetContainer = "c" }, "x: float32[batch, 4]");
        await Expect(MceErrorCodes.InputUnknown, new InferenceRequest("e") { TargetContainer = "c", Inputs = { ["z"] = good } }, "'z'", "x: float32[batch, 4]");
        await Expect(MceErrorCodes.InputUnknown, new InferenceRequest("e") { TargetContainer = "c", Inputs = { good, good } });
        await Expect(MceErrorCodes.InputUnknown, new InferenceRequest("e") { TargetContainer = "c", Inputs = { good, { "x", good } } }, "twice");
        await Expect(MceErrorCodes.TensorTypeMismatch, TestServer.Request(doubles), "float64[1, 4]");
        await Expect(MceErrorCodes.TensorShapeMismatch, TestServer.Request(vector), "rank", "float32[4]");
        await Expect(MceErrorCodes.TensorShapeMismatch, TestServer.Request(wide), "float32[1, 5]");
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await server.Server.InvokeAsync(TestServer.Request(disposed)));
        Assert.Equal(0, model.Calls);

        using InferenceResponse after = await server.Server.InvokeAsync(TestServer.Request(good));
        Assert.Equal(1, model.Calls);

        async Task Expect(string code, InferenceRequest request, params string[] phrases)
        {
            MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(request));
            Assert.Equal(code, error.Code);
            Assert.All(phrases, p => Assert.Contains(p, error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task InvokeAsync_CallerOwnedOutput_IsWrittenAndReturned()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));
        using InferenceTensor x = InferenceTensor.FromArray<float>([1, 2, 3, 4], 1, 4);
        var memory = new float[4];
        using InferenceTensor y = InferenceTensor.FromArray(memory, 1, 4);
        InferenceRequest request = TestServer.Request(x);
        request.Outputs["y"] = y;

        using (InferenceResponse response = await server.Server.InvokeAsync(request)) Assert.Same(y, response["y"]);

        Assert.Equal([2, 3, 4, 5], memory);
        Assert.False(y.IsDisposed);
    }

    [Fact]
    public async Task InvokeAsync_BadOutputMemory_IsRefused()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));
        var shared = new float[8];
        using InferenceTensor x = InferenceTensor.FromMemory(shared.AsMemory(0, 4), 1, 4);
        using InferenceTensor overlapping = InferenceTensor.FromMemory(shared.AsMemory(2, 4), 1, 4);
        using InferenceTensor readOnly = InferenceTensor.FromReadOnlyMemory<float>(new float[4], 1, 4);
        using InferenceTensor wrongBatch = InferenceTensor.Create<float>(2, 4);
        using InferenceTensor wrongType = InferenceTensor.Create<int>(1, 4);

        await Expect(MceErrorCodes.TensorOverlap, "y", overlapping);
        await Expect(MceErrorCodes.TensorInvalid, "y", readOnly);
        await Expect(MceErrorCodes.TensorShapeMismatch, "y", wrongBatch);
        await Expect(MceErrorCodes.TensorTypeMismatch, "y", wrongType);
        await Expect(MceErrorCodes.OutputUnknown, "z", wrongBatch);

        async Task Expect(string code, string name, InferenceTensor output)
        {
            InferenceRequest request = TestServer.Request(x);
            request.Outputs[name] = output;
            MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(request));
            Assert.Equal(code, error.Code);
        }
    }

    [Fact]
    public async Task InvokeAsync_StridedInput_IsPackedForAModelThatTakesNoStrides()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(0));
        using InferenceTensor columns = InferenceTensor.FromArray<float>([1, 5, 2, 6, 3, 7, 4, 8], 4, 2);
        using InferenceTensor rows = columns.Permute(1, 0);

        using InferenceResponse response = await server.Server.InvokeAsync(TestServer.Request(rows));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], response["y"].ToArray<float>());
    }

    [Fact]
    public async Task InvokeAsync_ModelThrows_NamesTheContainerAndStaysUsable()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> good = model.OnExecute;
        await using TestServer server = await TestServer.StartOneAsync(model);
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        model.OnExecute = _ => throw new InvalidOperationException("boom");
        InferenceRequest request = TestServer.Request(x);
        request.InferenceId = "id-7";

        MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(request));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Equal("c", error.Fields["container"]);
        Assert.Contains("boom", error.Message, StringComparison.Ordinal);
        Assert.Contains("id-7", error.Message, StringComparison.Ordinal);
        model.OnExecute = good;
        using InferenceResponse response = await server.Server.InvokeAsync(request);
    }

    [Fact]
    public async Task InvokeAsync_BackendSetsNoOutput_IsTheModelsFailure()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        model.OnExecute = _ => { };
        await using TestServer server = await TestServer.StartOneAsync(model);
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);

        MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(TestServer.Request(x)));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Contains("'y'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task InvokeAsync_TextInputAndOutputOverOneArray_RefusedWhereTheyMeet(int start, bool isAllowed)
    {
        var model = new ScriptedModel(
            new ModelSignature([TensorSpec.OfAnyShape("x", TensorElementType.String)], [TensorSpec.OfAnyShape("y", TensorElementType.String)]),
            context => context.GetInput(0)!.CopyTo(context.AllocateOutput(0, TensorElementType.String, [2])));
        await using TestServer server = await TestServer.StartOneAsync(model);
        string[] array = ["a", "b", "c", "d"];
        using InferenceTensor x = InferenceTensor.FromMemory(array.AsMemory(start, 2), 2), y = InferenceTensor.FromMemory(array.AsMemory(0, 2), 2);
        InferenceRequest request = TestServer.Request(x);
        request.Outputs["y"] = y;

        if (isAllowed)
        {
            using InferenceResponse response = await server.Server.InvokeAsync(request);
            Assert.Equal(["c", "d", "c", "d"], array);
        }
        else
        {
            Assert.Equal(MceErrorCodes.TensorOverlap, (await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(request))).Code);
        }
    }

    [Fact]
    public async Task InvokeAsync_InputDisposedDuringTheCall_KeepsItsMemoryUntilTheEnd()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        await using TestServer server = await TestServer.StartOneAsync(model);
        var memory = new CountingMemory(16);
        InferenceTensor x = InferenceTensor.FromMemory(TensorElementType.Float32, [1, 4], memory);
        model.OnExecute = context =>
        {
            x.Dispose();
            Assert.False(memory.IsFreed);
            InferenceTensor y = context.AllocateOutput(0, TensorElementType.Float32, [1, 4]);
            y.AsSpan<float>().Clear();
        };

        using (await server.Server.InvokeAsync(TestServer.Request(x))) Assert.True(memory.IsFreed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InvokeAsync_TensorDisposedBeforeTheModelReadsIt_IsAnObjectDisposedException(bool isOutput)
    {
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4), y = InferenceTensor.Create<float>(1, 4);
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        model.OnExecute = context =>
        {
            (isOutput ? y : x).Dispose();
            add(context);
        };
        await using TestServer test = await TestServer.StartOneAsync(model);
        InferenceRequest request = TestServer.Request(x);
        request.Outputs.Add(y);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await test.Server.InvokeAsync(request));
    }

    [Fact]
    public async Task InvokeAsync_ModelUsesSomethingDisposedOfItsOwn_FailsAsTheModel()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        model.OnExecute = _ => throw new ObjectDisposedException("something");
        await using TestServer test = await TestServer.StartOneAsync(model);
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);

        var error = await Assert.ThrowsAsync<MceException>(async () => await test.Server.InvokeAsync(TestServer.Request(x)));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
    }

    [Fact]
    public async Task Response_AfterDispose_IsRefusedAndNeverShowsAnothersData()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);

        InferenceResponse first = await server.Server.InvokeAsync(TestServer.Request(x));
        InferenceTensor kept = first["y"];
        first.Dispose();
        first.Dispose();
        using InferenceResponse second = await server.Server.InvokeAsync(TestServer.Request(x));

        Assert.Throws<ObjectDisposedException>(() => first["y"]);
        Assert.Throws<ObjectDisposedException>(() => kept.AsReadOnlySpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => default(InferenceResponse).Count);
        Assert.Equal([1, 1, 1, 1], second["y"].ToArray<float>());
    }

    [Fact]
    public async Task Response_UnknownOutput_ListsTheOutputs()
    {
        await using TestServer server = await TestServer.StartOneAsync(ScriptedModel.Add(1));
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        using InferenceResponse response = await server.Server.InvokeAsync(TestServer.Request(x));

        MceException error = Assert.Throws<MceException>(() => response["nope"]);

        Assert.Equal(MceErrorCodes.OutputUnknown, error.Code);
        Assert.Contains("y: float32[batch, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_UnderASynchronizationContext_DoesNotComputeOnTheCallersThread()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        Thread? ran = null;
        model.OnExecute = context =>
        {
            ran = Thread.CurrentThread;
            add(context);
        };
        await using TestServer server = await TestServer.StartOneAsync(model);
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        Thread? caller = null;

        using InferenceResponse response = await Threads.Run(
            () =>
            {
                caller = Thread.CurrentThread;
                return server.Server.InvokeAsync(TestServer.Request(x)).AsTask();
            },
            new SynchronizationContext());

        Assert.NotNull(ran);
        Assert.NotSame(caller, ran);
    }
}
