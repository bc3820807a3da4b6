namespace Mce.Core.Tests.Trust;

public sealed class RequestLimitTests
{
    private static readonly SizeLimits Limits = new() { MaxTensorBytes = 64, MaxStringLength = 5 };

    [Fact]
    public async Task InvokeAsync_NumbersUpToTheLimit_RunAndBeyondAreRefusedEachTime()
    {
        await using TestServer server = await StartAsync(ScriptedModel.Add(1));
        using InferenceTensor fits = InferenceTensor.Create<float>(4, 4), large = InferenceTensor.Create<float>(5, 4);
        InferenceRequest request = TestServer.Request(large);

        using (await server.Server.InvokeAsync(TestServer.Request(fits)))
        for (int i = 0; i < 2; i++)
        {
            MceException error = await Refused(server, request);
            Assert.Equal(("x", nameof(SizeLimits.MaxTensorBytes), "64"), (error.Fields["name"], error.Fields["limit"], error.Fields["maximum"]));
            Assert.Contains("The input 'x' has 80 bytes", error.Message, StringComparison.Ordinal);
        }

        request.Inputs["x"] = fits;
        using (await server.Server.InvokeAsync(request)) Assert.True(true);
    }

    [Fact]
    public async Task InvokeAsync_StridesOfZero_CountTheElementsAndNotTheMemory()
    {
        await using TestServer server = await StartAsync(ScriptedModel.Add(1));
        using InferenceTensor repeated = InferenceTensor.FromMemory(TensorElementType.Float32, [1L << 40, 4], new HeapTensorMemory(16), [0, 1]);

        Assert.Equal("x", (await Refused(server, TestServer.Request(repeated))).Fields["name"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InvokeAsync_TextElementTooLong_NamesIt(bool strided)
    {
        ScriptedModel model = Managed(TensorElementType.String, strided ? ModelCapabilities.StridedInputs : ModelCapabilities.None);
        await using TestServer server = await StartAsync(model);
        string[] texts = ["12345", "", "", "123456"];
        using InferenceTensor whole = InferenceTensor.FromArray(texts, 4);
        using InferenceTensor grid = InferenceTensor.FromArray(texts, 2, 2), column = grid.Slice(1, 1, 1);

        MceException error = await Refused(server, TestServer.Request(strided ? column : whole));

        Assert.Equal((nameof(SizeLimits.MaxStringLength), "x"), (error.Fields["limit"], error.Fields["name"]));
        Assert.Contains($"Element {(strided ? 1 : 3)} of the input 'x' has 6 characters", error.Message, StringComparison.Ordinal);
        texts[3] = "short"; // the same tensor, another content
        using (await server.Server.InvokeAsync(TestServer.Request(strided ? column : whole))) Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task InvokeAsync_BytesElementTooLong_NamesIt()
    {
        await using TestServer server = await StartAsync(Managed(TensorElementType.Bytes));
        using InferenceTensor x = InferenceTensor.FromArray<ReadOnlyMemory<byte>>([new byte[5], new byte[6]], 2);

        Assert.Contains("Element 1 of the input 'x' has 6 bytes", (await Refused(server, TestServer.Request(x))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorElementType.String, 6, 7)]
    [InlineData(TensorElementType.Bytes, 12, 13)]
    public async Task InvokeAsync_ElementsTogetherTooLarge_Refused(TensorElementType type, int fitting, int beyond)
    {
        await using TestServer server = await StartAsync(Managed(type));
        using InferenceTensor fits = Filled(type, fitting), large = Filled(type, beyond);

        using (await server.Server.InvokeAsync(TestServer.Request(fits)))
            Assert.Equal(nameof(SizeLimits.MaxTensorBytes), (await Refused(server, TestServer.Request(large))).Fields["limit"]);
    }

    [Theory]
    [InlineData(new long[] { 17, 1 })]
    [InlineData(new long[] { 1L << 40, 1L << 40 })]
    public async Task InvokeAsync_ModelAsksForALargeOutput_NamesIt(long[] dimensions)
    {
        var model = new ScriptedModel(
            new ModelSignature([], [TensorSpec.OfAnyShape("small", TensorElementType.Float32), TensorSpec.OfAnyShape("y", TensorElementType.Float32)]),
            context =>
            {
                context.AllocateOutput(0, TensorElementType.Float32, [16]);
                context.AllocateOutput(1, TensorElementType.Float32, dimensions);
            });
        await using TestServer server = await StartAsync(model);

        MceException error = await Refused(server, new InferenceRequest("e") { TargetContainer = "c" });

        Assert.Equal(("y", "c"), (error.Fields["name"], error.Fields["container"]));
        Assert.Contains($"'y' as float32[{dimensions[0]}, {dimensions[1]}]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_SerialEndpoint_ChecksTheRequestAndWhatStepsHandOver()
    {
        ScriptedModel grow = new(
            ScriptedModel.Vector("x", "y"),
            context => context.AllocateOutput(0, TensorElementType.Float32, [context.GetInput(0)!.Dimensions[0] * 2, 4]));
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("grow", grow).With("add", ScriptedModel.Add(1, "y", "z")),
            b => b.Configure(o => (o.WarmUp, o.Limits) = (false, Limits))
                .AddEndpoint("e", e => e.AsSerial().AddContainer("a", "scripted", "grow").AddContainer("b", "scripted", "add")),
            "grow",
            "add");
        using InferenceTensor fits = InferenceTensor.Create<float>(2, 4), grows = InferenceTensor.Create<float>(3, 4), large = InferenceTensor.Create<float>(5, 4);

        using (await server.Server.InvokeAsync(new InferenceRequest("e") { Inputs = { ["x"] = fits } }))
        {
            Assert.Equal("y", (await Refused(server, new InferenceRequest("e") { Inputs = { ["x"] = grows } })).Fields["name"]);
            Assert.Equal("x", (await Refused(server, new InferenceRequest("e") { Inputs = { ["x"] = large } })).Fields["name"]);
        }
    }

    private static ScriptedModel Managed(TensorElementType type, ModelCapabilities capabilities = ModelCapabilities.None) => new(
        new ModelSignature([TensorSpec.OfAnyShape("x", type)], [TensorSpec.OfAnyShape("y", TensorElementType.Float32)]),
        context => context.AllocateOutput(0, TensorElementType.Float32, [1])) { Capabilities = capabilities };

    private static InferenceTensor Filled(TensorElementType type, int count) => type == TensorElementType.String
        ? InferenceTensor.FromArray<string>([.. Enumerable.Repeat("12345", count)], count)
        : InferenceTensor.FromArray<ReadOnlyMemory<byte>>([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[5], count)], count);

    private static Task<TestServer> StartAsync(ScriptedModel model) => TestServer.StartOneAsync(model, options: o => o.Limits = Limits);

    private static async Task<MceException> Refused(TestServer server, InferenceRequest request)
    {
        MceException error = await Assert.ThrowsAsync<MceException>(async () => await server.Server.InvokeAsync(request));
        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        return error;
    }
}
