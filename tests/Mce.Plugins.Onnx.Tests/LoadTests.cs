namespace Mce.Plugins.Onnx.Tests;

public sealed class LoadTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Theory]
    [InlineData("sklearn_like", "(x: float32[N, 4]) → (label: int64[N], probabilities: float32[?, probabilities.keys], probabilities.keys: int64[probabilities.keys])")]
    [InlineData("sequence", "(x: float32[N, 2]) → (rows: float32[?, 1, 2])")]
    [InlineData("optional_init", "(x: float32[N, 3], scale: float32[1] (optional)) → (y: float32[N, 3])")]
    [InlineData("scalar", "(x: float32[]) → (y: float32[])")]
    [InlineData("identity_string", "(x: string[N, M]) → (y: string[N, M])")]
    [InlineData("weird_name", "({\"name\": \"x\", \"dims\": [-1, 3]}: float32[N, 3]) → ([\"y\"]: float32[N, 3])")]
    public void Load_Model_SignatureIsTheFiles(string name, string expected)
    {
        using IModel model = onnx.Load(name);

        Assert.Equal(expected, model.Signature.ToString());
    }

    [Fact]
    public void Load_UnknownRankAndUnnamedDimension_AreToldApart()
    {
        using IModel model = onnx.Load(Valid().Output("any", OnnxBuilder.Float, (object?[]?)null).Node("Identity", ["free"], ["any"]).Input("free", OnnxBuilder.Float, (object?[]?)null));

        Assert.Equal("(x: float32[?], free: float32[...]) → (y: float32[?], any: float32[...])", model.Signature.ToString());
    }

    [Fact]
    public void Load_OutputNamedLikeAMapsKeys_KeysGetAnotherName()
    {
        using IModel model = onnx.Load(new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, "n", 2).MapSequenceOutput("p", OnnxBuilder.Int64, OnnxBuilder.Float).Output("p.keys", OnnxBuilder.Float, "n", 2)
            .ZipMap("x", "p", 30, 40).Node("Abs", ["x"], ["p.keys"]));
        using InferenceTensor input = InferenceTensor.FromArray(new float[] { -1, 2 }, 1, 2);

        InferenceTensor[] outputs = OnnxFixture.Run(model, input);

        Assert.Equal(["p", "p.keys", "p.keys_"], model.Signature.Outputs.Select(o => o.Name));
        Assert.Equal([-1, 2], outputs[0].ToArray<float>());
        Assert.Equal([1, 2], outputs[1].ToArray<float>());
        Assert.Equal([30, 40], outputs[2].ToArray<long>());
        Assert.All(outputs, o => o.Dispose());
    }

    [Fact]
    public void Execute_MapsOfNoRows_NoKeys()
    {
        using IModel model = onnx.Load(new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, "n", 2).MapSequenceOutput("p", OnnxBuilder.Int64, OnnxBuilder.Float).ZipMap("x", "p", 30, 40));
        using InferenceTensor input = InferenceTensor.Create<float>(0, 2);

        InferenceTensor[] outputs = OnnxFixture.Run(model, input);

        Assert.Equal(["float32[0, 0]", "int64[0]"], outputs.Select(o => o.ToString()));
        Assert.All(outputs, o => o.Dispose());
    }

    [Fact]
    public void Load_Metadata_IsTheFiles()
    {
        using IModel model = onnx.Load(Valid());

        Assert.Equal(("onnx", "mce-tests 7.8", "A test."), (model.Metadata.Format, model.Metadata.Producer, model.Metadata.Description));
        Assert.Equal(
            ["domain=example.mce", "graph=graph", "irVersion=10", "operatorSets=ai.onnx 17, ai.onnx.ml 3", "owner=nobody", "version=3"],
            model.Metadata.Properties.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("IntraOpThreads", "2")]
    [InlineData("IntraOpThreads", "0")]
    [InlineData("InterOpThreads", "2")]
    [InlineData("GraphOptimization", "none")]
    [InlineData("GraphOptimization", "Layout")]
    [InlineData("ExecutionMode", "Parallel")]
    [InlineData("MemoryArena", "false")]
    [InlineData("MemoryPattern", "false")]
    [InlineData("Prepacking", "false")]
    [InlineData("Spinning", "false")]
    public void Load_EachSetting_Works(string name, string value)
    {
        using IModel model = onnx.Load("matmul", (name, value));
        using InferenceTensor input = InferenceTensor.Create<float>(1, 4);

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));
        Assert.Equal([1, 3], output.Dimensions.ToArray());
    }

    [Theory]
    [InlineData("IntraOpThreads", "-1", "0 to 1024")]
    [InlineData("GraphOptimization", "99", "Extended")]
    [InlineData("MemoryArena", "yes", "true or false")]
    public void Load_SettingOutOfRange_SaysWhatIsAllowed(string name, string value, string allowed)
    {
        var error = Assert.Throws<MceException>(() => onnx.Load("matmul", (name, value)));

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OperatorSetOfTheFuture_NamesIt()
    {
        MceException error = Refused(new OnnxBuilder { OperatorSet = 99 }.Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abs", ["x"], ["y"]).Build());

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("ai.onnx 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownOperator_NamesIt()
    {
        MceException error = Refused(new OnnxBuilder().Input("x", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Abracadabra", ["x"], ["y"]).Build());

        Assert.Equal(MceErrorCodes.ModelUnsupported, error.Code);
        Assert.Contains("Abracadabra", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Load_FileCutOff_SaysSo(double part)
    {
        byte[] whole = Valid().Weights("w", new float[100], 100).Build();

        MceException error = Refused(whole[..(int)(whole.Length * part)]);

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("cut or damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch/mlp.pt2", "framework \"torch\"")]
    [InlineData("torch/torchscript.pt", "TorchScript")]
    [InlineData("mlnet/text.zip", "framework \"mlnet\"")]
    public void Load_FileOfAnotherFramework_SaysWhatItIsAndWhatToDo(string file, string mentions)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "TestModels", file);

        var error = Assert.Throws<MceException>(() => onnx.LoadFile(path));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightsInAFileBesideIt_LoadedAndCounted()
    {
        onnx.Write("weights.bin", [.. new float[] { 5, 6 }.SelectMany(BitConverter.GetBytes), .. new byte[2_000_000]]);
        string path = onnx.Write("external.onnx", External("weights.bin"));
        using IModel model = onnx.LoadFile(path);
        using InferenceTensor input = InferenceTensor.FromArray(new float[] { 1, 2 }, 2);

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

        Assert.Equal([6, 8], output.ToArray<float>());
        Assert.InRange(onnx.Backend.EstimateFootprint(new ModelSource(path)).HostBytes, 2_000_000, 8_000_000);
    }

    [Fact]
    public void Load_WeightsMissing_NamesTheFile()
    {
        MceException error = Refused(External("nowhere.bin"));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("nowhere.bin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeviceThatThisBuildLacks_SaysWhatToDo()
    {
        var cuda = new ModelSource(OnnxFixture.PathOf("matmul"), device: new TensorDevice(TensorDeviceKind.Cuda, 0));

        var error = Assert.Throws<MceException>(() => onnx.Backend.Load(cuda, CancellationToken.None));

        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        Assert.Contains("MceFlavour=gpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BeforeInitialize_SaysSo()
    {
        using var backend = new OnnxBackend();

        Assert.Throws<InvalidOperationException>(() => backend.Load(new ModelSource(OnnxFixture.PathOf("matmul")), CancellationToken.None));
    }

    [SkippableFact]
    public void Initialize_Telemetry_IsOff()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lists what a process has mapped.");
        using IModel model = onnx.Load("matmul");

        // ONNX Runtime maps its database of events when it collects any.
        Assert.DoesNotContain("onnxruntime.db", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    private MceException Refused(byte[] file) => Assert.Throws<MceException>(() => onnx.LoadFile(onnx.Write($"{Guid.NewGuid():N}.onnx", file)));

    private static OnnxBuilder Valid() => new OnnxBuilder().Input("x", OnnxBuilder.Float, (object?)null).Output("y", OnnxBuilder.Float, (object?)null).Node("Abs", ["x"], ["y"]);

    private static byte[] External(string file) => new OnnxBuilder()
        .Input("x", OnnxBuilder.Float, 2).ExternalWeights("w", file, 2).Output("y", OnnxBuilder.Float, 2).Node("Add", ["x", "w"], ["y"]).Build();
}
