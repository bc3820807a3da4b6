namespace Mce.Plugins.Onnx.Tests;

/// <summary>Sequences, maps and optionals: tensors stand for them in both directions.</summary>
public sealed class SequenceTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private const int String = 8;

    private static readonly (string, string) Ragged = ("Sequences", "Ragged");

    private static OnnxBuilder At => new OnnxBuilder()
        .Input("s", OnnxBuilder.SequenceOf(OnnxBuilder.TensorOf(OnnxBuilder.Float, null))).Input("i", OnnxBuilder.Int64)
        .Output("y", OnnxBuilder.Float, (object?[]?)null).Node("SequenceAt", ["s", "i"], ["y"]);

    private static OnnxBuilder Echo(int type) => new OnnxBuilder()
        .Input("s", OnnxBuilder.SequenceOf(OnnxBuilder.TensorOf(type, null))).Output("y", OnnxBuilder.SequenceOf(OnnxBuilder.TensorOf(type, null)))
        .Node("Identity", ["s"], ["y"]);

    [Fact]
    public void Execute_StackedInput_IsTakenApart()
    {
        using IModel model = Load(At);
        using InferenceTensor s = InferenceTensor.FromArray(new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2), i = InferenceTensor.FromArray(new[] { 2L });
        using InferenceTensor index = i.Reshape();

        using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, s, index));

        Assert.Equal([2], y.Dimensions.ToArray());
        Assert.Equal([5, 6], y.ToArray<float>());
    }

    [Fact]
    public void Execute_RaggedInput_IsTakenApart()
    {
        using IModel model = Load(At, Ragged);
        using InferenceTensor s = InferenceTensor.FromArray(new float[] { 1, 2, 3, 4, 5, 6 }, 6);
        using InferenceTensor shapes = InferenceTensor.FromArray(new long[] { 1, 2, 4, -1, 0, 7 }, 3, 2);

        foreach ((long at, long[] shape, float[] values) in ((long, long[], float[])[])[(0, [1, 2], [1, 2]), (1, [4], [3, 4, 5, 6]), (2, [0, 7], [])])
        {
            using InferenceTensor i = InferenceTensor.FromArray(new[] { at }), index = i.Reshape();
            using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, s, index, shapes));
            Assert.Equal(shape, y.Dimensions.ToArray());
            Assert.Equal(values, y.ToArray<float>());
        }
    }

    [Fact]
    public void Execute_RaggedThere_ComesBackTheSame()
    {
        using IModel model = Load(Echo(String), Ragged);
        using InferenceTensor s = InferenceTensor.FromArray(new[] { "a", "b", "c" }, 3);
        using InferenceTensor shapes = InferenceTensor.FromArray(new long[] { 2, -1, 1, 1, 0, -1 }, 3, 2);
        Assert.Equal("(s: string[?], s.shapes: int64[?, ?]) → (y: string[?], y.shapes: int64[?, ?])", model.Signature.ToString());

        InferenceTensor[] outputs = OnnxFixture.Run(model, s, shapes);

        Assert.Equal(["a", "b", "c"], outputs[0].ToArray<string>());
        Assert.Equal([3, 2], outputs[1].Dimensions.ToArray());
        Assert.Equal([2, -1, 1, 1, 0, -1], outputs[1].ToArray<long>());
        Assert.All(outputs, o => o.Dispose());
    }

    [Theory]
    [InlineData("Ragged")]
    [InlineData("Stacked")]
    public void Execute_EmptySequence_ComesBackEmpty(string layout)
    {
        using IModel model = Load(Echo(OnnxBuilder.Int64), ("Sequences", layout));
        using InferenceTensor none = InferenceTensor.Create<long>(0), shapes = InferenceTensor.Create<long>(0, 3);

        InferenceTensor[] outputs = OnnxFixture.Run(model, layout == "Ragged" ? [none, shapes] : [none]);

        Assert.Equal(layout == "Ragged" ? ["int64[0]", "int64[0, 0]"] : ["int64[0]"], outputs.Select(o => o.ToString()));
        Assert.All(outputs, o => o.Dispose());
    }

    [Theory]
    [InlineData(new long[] { 2, 2 }, "4 elements together, and 3 were given")]
    [InlineData(new long[] { 2, 0 }, "2 elements together, and 3 were given")]
    [InlineData(new long[] { 3, -2 }, "has the dimension -2")]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, "elements together, and 3 were given")]
    public void Execute_RaggedShapesThatDontFit_Refused(long[] sizes, string says)
    {
        using IModel model = Load(Echo(OnnxBuilder.Float), Ragged);
        using InferenceTensor s = InferenceTensor.Create<float>(3), shapes = InferenceTensor.FromArray(sizes, 2, 1);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, s, shapes));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 21)]
    [InlineData(1L << 40)]
    public void Execute_RaggedShapesThatTakeNoMemory_RefusedBeforeAnythingIsMadeOfThem(long count)
    {
        using IModel model = Load(Echo(OnnxBuilder.Float), Ragged);
        using InferenceTensor s = InferenceTensor.Create<float>(0), shapes = InferenceTensor.Create<long>(count, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, s, shapes));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Contains("at most 1,048,576", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Execute_LoopHandsOnALeftOutSequence_IsAnErrorAndNotACrash()
    {
        // The output is declared as a sequence and not as an optional one; after no round at all it is what came in.
        using IModel model = onnx.LoadFile(Path.Combine(AppContext.BaseDirectory, "TestModels", "onnx-vectors", "test_loop16_seq_none", "model.onnx"));
        using InferenceTensor rounds = InferenceTensor.FromArray(new[] { 0L }), condition = InferenceTensor.FromArray(new[] { true });
        using InferenceTensor none = rounds.Reshape(), goOn = condition.Reshape();

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, none, goOn, null));

        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Contains("seq_res", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_ShapeBehindItsEnd_Refused()
    {
        using IModel model = Load(Echo(OnnxBuilder.Float), Ragged);
        using InferenceTensor s = InferenceTensor.Create<float>(2), shapes = InferenceTensor.FromArray(new long[] { -1, 2 }, 1, 2);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, s, shapes));

        Assert.Contains("goes on behind a -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_RaggedWithoutShapes_NamesThem()
    {
        using IModel model = Load(Echo(OnnxBuilder.Float), Ragged);
        using InferenceTensor s = InferenceTensor.Create<float>(2);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, s));

        Assert.Equal(MceErrorCodes.InputMissing, error.Code);
        Assert.Contains("s.shapes: int64[?, ?]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_UnevenTensors_RaggedTellsTheShapes()
    {
        using IModel model = Load(
            new OnnxBuilder().Input("a", OnnxBuilder.Float, (object?)null).Input("b", OnnxBuilder.Float, null, null).SequenceOutput("both", OnnxBuilder.Float)
                .Node("SequenceConstruct", ["a", "b"], ["both"]),
            Ragged);
        using InferenceTensor a = InferenceTensor.FromArray(new float[] { 1, 2 }, 2), b = InferenceTensor.FromArray(new float[] { 3, 4, 5 }, 3, 1);

        InferenceTensor[] outputs = OnnxFixture.Run(model, a, b);

        Assert.Equal([1, 2, 3, 4, 5], outputs[0].ToArray<float>());
        Assert.Equal([2, -1, 3, 1], outputs[1].ToArray<long>());
        Assert.All(outputs, o => o.Dispose());
    }

    [Fact]
    public void Execute_AbsurdlyManyEmptyTensors_Refused()
    {
        using IModel model = Load(Echo(OnnxBuilder.Float));
        using InferenceTensor s = InferenceTensor.Create<float>(1L << 50, 0);

        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => OnnxFixture.Run(model, s)).Code);
    }

    [Fact]
    public void Execute_MapInput_ValuesByKey()
    {
        using IModel model = Load(new OnnxBuilder()
            .Input("m", OnnxBuilder.MapOf(String, OnnxBuilder.Float)).Output("y", OnnxBuilder.Float, (object?[]?)null)
            .Node("DictVectorizer", "ai.onnx.ml", ["m"], ["y"], OnnxBuilder.Attribute("string_vocabulary", "a", "b", "c")));
        Assert.Equal("(m: float32[m.keys], m.keys: string[m.keys]) → (y: float32[...])", model.Signature.ToString());
        using InferenceTensor values = InferenceTensor.FromArray(new float[] { 3, 1 }, 2), keys = InferenceTensor.FromArray(new[] { "c", "a" }, 2);

        using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, values, keys));

        Assert.Equal([1, 0, 3], y.ToArray<float>());
    }

    [Fact]
    public void Execute_MapWithMoreKeysThanValues_Refused()
    {
        using IModel model = Load(new OnnxBuilder()
            .Input("m", OnnxBuilder.MapOf(String, OnnxBuilder.Float)).Output("y", OnnxBuilder.Float, (object?[]?)null)
            .Node("DictVectorizer", "ai.onnx.ml", ["m"], ["y"], OnnxBuilder.Attribute("string_vocabulary", "a")));
        using InferenceTensor values = InferenceTensor.Create<float>(1), keys = InferenceTensor.FromArray(new[] { "c", "a" }, 2);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, values, keys));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Contains("'m' has 2 keys", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Execute_OptionalOutput_FlagSaysWhetherItIsThere(bool present)
    {
        byte[] tensor = OnnxBuilder.TensorOf(OnnxBuilder.Float, 2);
        OnnxBuilder builder = new OnnxBuilder { OperatorSet = 18 }.Input("x", OnnxBuilder.Float, 2).Output("y", OnnxBuilder.OptionalOf(tensor));
        using IModel model = Load(present
            ? builder.Node("Optional", ["x"], ["y"])
            : builder.Node("Optional", "", [], ["y"], OnnxBuilder.TypeAttribute("type", tensor)));
        Assert.Equal("(x: float32[2]) → (y: float32[2], y.present: boolean[])", model.Signature.ToString());
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 4, 5 }, 2);

        InferenceTensor[] outputs = OnnxFixture.Run(model, x);

        Assert.Equal(present ? [4, 5] : [0, 0], outputs[0].ToArray<float>());
        Assert.Equal([present], outputs[1].ToArray<bool>());
        Assert.All(outputs, o => o.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Execute_OptionalInput_MayBeLeftOut(bool given)
    {
        byte[] maybe = OnnxBuilder.OptionalOf(OnnxBuilder.TensorOf(OnnxBuilder.Float, 2));
        using IModel model = Load(new OnnxBuilder { OperatorSet = 18 }.Input("x", maybe).Output("has", 9).Node("OptionalHasElement", ["x"], ["has"]));
        Assert.Equal("(x: float32[2] (optional)) → (has: boolean[])", model.Signature.ToString());
        using InferenceTensor? x = given ? InferenceTensor.Create<float>(2) : null;

        using InferenceTensor has = Assert.Single(OnnxFixture.Run(model, x));

        Assert.Equal([given], has.ToArray<bool>());
    }

    [Fact]
    public void Load_NamesThatGoWithASequenceAreTaken_GetUnderscores()
    {
        using IModel model = Load(Echo(OnnxBuilder.Float).Input("s.shapes", OnnxBuilder.Float).Output("z", OnnxBuilder.Float).Node("Abs", ["s.shapes"], ["z"]), Ragged);

        Assert.Equal(["s", "s.shapes", "s.shapes_"], model.Signature.Inputs.Select(i => i.Name));
    }

    private IModel Load(OnnxBuilder builder, params (string, string)[] settings) => onnx.LoadFile(onnx.Write($"{Guid.NewGuid():N}.onnx", builder.Build()), settings);
}
