namespace Mce.Plugins.Onnx.Tests;

/// <summary>Every element type, in every odd shape.</summary>
public sealed class ElementTypeTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    // Numbers of TensorProto.DataType; of each type of the contract, its name there.
    public static TheoryData<int, TensorElementType> Types => new()
    {
        { 1, TensorElementType.Float32 }, { 2, TensorElementType.UInt8 }, { 3, TensorElementType.Int8 }, { 4, TensorElementType.UInt16 },
        { 5, TensorElementType.Int16 }, { 6, TensorElementType.Int32 }, { 7, TensorElementType.Int64 }, { 8, TensorElementType.String },
        { 9, TensorElementType.Boolean }, { 10, TensorElementType.Float16 }, { 11, TensorElementType.Float64 }, { 12, TensorElementType.UInt32 },
        { 13, TensorElementType.UInt64 }, { 16, TensorElementType.BFloat16 },
        { 17, TensorElementType.UInt8 }, { 18, TensorElementType.UInt8 }, { 19, TensorElementType.UInt8 }, { 20, TensorElementType.UInt8 },
        { 21, TensorElementType.UInt8 }, { 22, TensorElementType.Int8 }, { 23, TensorElementType.UInt8 }, { 24, TensorElementType.UInt8 },
        { 25, TensorElementType.UInt8 }, { 26, TensorElementType.Int8 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Execute_EachTypeInEachShape_ComesBackUnchanged(int type, TensorElementType expected)
    {
        using IModel model = Passing(type);
        Assert.Equal(expected, model.Signature.Inputs[0].ElementType);
        Assert.Equal(expected, model.Signature.Outputs[0].ElementType);
        foreach (long[] shape in (long[][])[[], [1], [5], [0], [3, 0, 2], [2, 3], [1, 1, 1, 1, 1, 1, 1, 2]])
        {
            using InferenceTensor input = Filled(expected, shape);

            using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

            Assert.Equal(shape, output.Dimensions.ToArray());
            Assert.Equal(Content(input), Content(output));
        }
    }

    [Theory]
    [InlineData(17, "float8e4m3fn")]
    [InlineData(22, "int4")]
    [InlineData(24, "float8e8m0")]
    [InlineData(25, "uint2")]
    public void Load_TypeThatTheContractLacks_MetadataHasIt(int type, string name)
    {
        using IModel model = Passing(type);

        Assert.Equal(name, model.Metadata.Properties["elementType.x"]);
    }

    [Theory]
    [InlineData(21, 16, "from 0 to 15; its element 1 is 16")]
    [InlineData(22, 8, "from -8 to 7; its element 1 is 8")]
    [InlineData(22, -9, "from -8 to 7; its element 1 is -9")]
    [InlineData(25, 4, "from 0 to 3; its element 1 is 4")]
    [InlineData(26, -3, "from -2 to 1; its element 1 is -3")]
    [InlineData(23, 255, "from 0 to 15; its element 1 is 255")]
    public void Execute_NumberOutOfAPackedTypesRange_Refused(int type, int number, string says)
    {
        using IModel model = Passing(type);
        using InferenceTensor input = model.Signature.Inputs[0].ElementType == TensorElementType.Int8
            ? InferenceTensor.FromArray(new sbyte[] { 1, (sbyte)number }, 2)
            : InferenceTensor.FromArray(new byte[] { 1, (byte)number }, 2);

        var error = Assert.Throws<MceException>(() => OnnxFixture.Run(model, input));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, "complex64")]
    [InlineData(15, "complex128")]
    public void Load_ComplexNumbers_RefusedByName(int type, string name)
    {
        var error = Assert.Throws<MceException>(() => Passing(type).Dispose());

        Assert.Equal(MceErrorCodes.ModelUnsupported, error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("日本語 🚀")]
    [InlineData("x\ny\t\"'\\")]
    public void Execute_TextAsScalar_IsWhole(string text)
    {
        using IModel model = Passing(8);
        using InferenceTensor one = InferenceTensor.FromArray(new[] { text }, 1), scalar = one.Reshape();

        using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, scalar));

        Assert.Equal([text], output.ToArray<string>());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("/a/b:0")]
    [InlineData("日本語 🚀")]
    [InlineData("x\ny\t\"'\\{}")]
    [InlineData(".keys")]
    public void Execute_AnyTextAsAName_Works(string name)
    {
        foreach (string whole in (string[])[name, string.Concat(Enumerable.Repeat(name, 2000))])
        {
            using IModel model = onnx.Load(new OnnxBuilder().Input(whole, OnnxBuilder.Float, 1).Output("y" + whole, OnnxBuilder.Float, 1).Node("Neg", [whole], ["y" + whole]));
            using InferenceTensor input = InferenceTensor.FromArray(new float[] { 5 }, 1);

            using InferenceTensor output = Assert.Single(OnnxFixture.Run(model, input));

            Assert.Equal(whole, model.Signature.Inputs[0].Name);
            Assert.Equal([-5], output.ToArray<float>());
        }
    }

    [Fact]
    public void Load_NameWithANul_RefusedSinceOnnxRuntimeWouldCutIt()
    {
        var error = Assert.Throws<MceException>(() => onnx.Load(new OnnxBuilder().Input("a\0b", OnnxBuilder.Float, 1).Output("y", OnnxBuilder.Float, 1).Node("Neg", ["a\0b"], ["y"])));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("'a?b' has a NUL", error.Message, StringComparison.Ordinal);
    }

    // For the newest types ONNX Runtime 1.31 has little but casts: there the input is the output.
    private IModel Passing(int type)
    {
        OnnxBuilder builder = new OnnxBuilder { OperatorSet = 25, IrVersion = 13 }.Input("x", type, (object?[]?)null);
        return onnx.Load(type <= 20 ? builder.Output("y", type, (object?[]?)null).Node("Identity", ["x"], ["y"]) : builder.Output("x", type, (object?[]?)null));
    }

    private static InferenceTensor Filled(TensorElementType type, long[] shape)
    {
        InferenceTensor tensor = InferenceTensor.Create(type, shape);
        if (type == TensorElementType.String)
        {
            Span<string> texts = tensor.AsSpan<string>();
            for (int i = 0; i < texts.Length; i++) texts[i] = $"text {i}";
            return tensor;
        }

        // Bytes of 0 and 1: numbers of every type, also of two bits, and bools.
        unsafe
        {
            var bytes = new Span<byte>(tensor.DangerousGetAddress(), (int)tensor.ByteLength);
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((i * 7 / 3) & 1);
        }

        return tensor;
    }

    private static unsafe object Content(InferenceTensor tensor) => tensor.ElementType == TensorElementType.String
        ? tensor.ToArray<string>()
        : new ReadOnlySpan<byte>(tensor.DangerousGetAddress(), (int)tensor.ByteLength).ToArray();
}
