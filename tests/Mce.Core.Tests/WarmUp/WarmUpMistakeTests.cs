using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.WarmUps;

/// <summary>Wrong warm-ups are errors before any model runs: where, what, and what to do.</summary>
public sealed class WarmUpMistakeTests
{
    [Fact]
    public void For_UnknownInput_NamesThoseThereAre()
    {
        MceException error = Refuse("z", new WarmUpInput());
        Assert.Equal(MceErrorCodes.InputUnknown, error.Code);
        Assert.Contains("WarmUp[0], input 'z'", error.Message, StringComparison.Ordinal);
        Assert.Contains("x: float32[batch, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_WrongShape_IsTheErrorOfARequest()
    {
        MceException error = Refuse("x", new WarmUpInput { Dimensions = [8, 5] });
        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains("WarmUp[0], input 'x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_TensorOfAnotherType_IsTheErrorOfARequest()
    {
        using InferenceTensor x = InferenceTensor.FromArray(new long[4], 1, 4);
        Assert.Equal(MceErrorCodes.TensorTypeMismatch, Refuse("x", new WarmUpInput { Tensor = x }).Code);
    }

    [Fact]
    public void For_DisposedTensor_SaysToKeepIt()
    {
        InferenceTensor x = InferenceTensor.FromArray(new float[4], 1, 4);
        x.Dispose();
        Assert.Contains("keep it", Refuse("x", new WarmUpInput { Tensor = x }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void For_OverTheLimit_IsRefusedBeforeMemoryIsTaken(long batch)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        MceException error = Refuse("x", new WarmUpInput { Dimensions = [batch, 4] });
        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void For_FileOfTheWrongLength_NamesBothLengths()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "x.raw");
        File.WriteAllBytes(path, new byte[15]);
        MceException error = Refuse("x", new WarmUpInput { Data = path });
        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains("15 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("takes 16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_FileThatIsGone_SaysWhatDataMayBe()
    {
        using var folder = new TemporaryFolder();
        MceException error = Refuse("x", new WarmUpInput { Data = Path.Combine(folder.Path, "gone.raw") });
        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        Assert.Contains("'Zero', 'Random' or a file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorElementType.String)]
    [InlineData(TensorElementType.Bytes)]
    public void For_RandomText_SaysWhatWorks(TensorElementType type)
    {
        var model = new ScriptedModel(new ModelSignature([ScriptedModel.Spec("x", type, 2)], [Answer]), _ => { });
        MceException error = Refuse("x", new WarmUpInput { Data = "Random" }, model);
        Assert.Contains("give a Tensor in code", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_NullInATextTensor_IsTheErrorOfARequest()
    {
        var model = new ScriptedModel(new ModelSignature([ScriptedModel.Spec("x", TensorElementType.String, 2)], [Answer]), _ => { });
        using InferenceTensor x = InferenceTensor.FromArray(new string[] { "a", null! }, 2);
        Assert.Equal(MceErrorCodes.TensorInvalid, Refuse("x", new WarmUpInput { Tensor = x }, model).Code);
    }

    [Fact]
    public void For_NoRankAndNoDimensions_AsksForThem()
    {
        var model = new ScriptedModel(new ModelSignature([TensorSpec.OfAnyShape("x", TensorElementType.Float32)], [Answer]), _ => { });
        Assert.Contains("give its Dimensions", Refuse("x", new WarmUpInput(), model).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_SeveralWrongRequests_ReportsAll()
    {
        WarmUpRequest wrong = new() { Inputs = new Dictionary<string, WarmUpInput> { ["x"] = new() { Dimensions = [1, 1] } } };
        MceException error = Assert.Throws<MceException>(() => For(Model(), new WarmUpConfig([wrong, new WarmUpRequest(), wrong])));
        Assert.Equal(["0", "2"], error.Errors.Select(e => e.Fields["warmUp"]));
    }

    [Fact]
    public void Validate_MistakesWithoutAModel_ReportsAllWithTheirPlace()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new float[4], 1, 4);
        var inputs = new Dictionary<string, WarmUpInput>
        {
            ["both"] = new() { Tensor = tensor, Dimensions = [1, 4] },
            ["negative"] = new() { Dimensions = [2, -3] },
            ["empty"] = new() { Data = "" },
            ["missing"] = new() { Data = "/no/such/file.raw" },
            ["right"] = new() { Data = "RANDOM", Dimensions = [2, 3] },
        };
        var container = new ContainerConfig
        {
            Name = "c",
            Framework = "f",
            ModelPath = "m",
            WarmUp = new WarmUpConfig([new WarmUpRequest { Count = 0 }, new WarmUpRequest { Inputs = inputs }]),
        };
        var errors = new List<MceException>();
        WarmUpValidator.Validate(new EndpointConfig { Name = "e", Mode = InvocationMode.Direct, Containers = [container] }, container, new MceOptions(), errors);

        string[] expected = ["WarmUp[0]: Count is 0", "'both': it has a Tensor", "'negative': a dimension is -3", "'empty': Data is empty", "'missing': Data is '/no/such/file.raw'"];
        Assert.Equal(expected.Length, errors.Count);
        Assert.All(expected.Zip(errors), pair =>
        {
            Assert.Contains(pair.First, pair.Second.Message, StringComparison.Ordinal);
            Assert.StartsWith("Endpoint 'e', container 'c': WarmUp[", pair.Second.Message, StringComparison.Ordinal);
        });
    }

    private static MceException Refuse(string name, WarmUpInput input, ScriptedModel? model = null)
    {
        model ??= Model();
        var config = new WarmUpConfig([new WarmUpRequest { Inputs = new Dictionary<string, WarmUpInput> { [name] = input } }]);
        MceException error = Assert.Throws<MceException>(() => For(model, config));
        Assert.Equal(0, model.Calls);
        return error;
    }

    private static WarmUp For(ScriptedModel model, WarmUpConfig config) => WarmUp.For(model, config, new MceOptions(), SizeLimits.Default);

    private static ScriptedModel Model() => new(ScriptedModel.Vector("x", "y"), _ => { });

    private static TensorSpec Answer => ScriptedModel.Spec("y", TensorElementType.Float32, 1);
}
