using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class JsonReadTests
{
    private const string Json = "application/json";
    private static readonly JsonCodec Codec = new();
    private static readonly TensorSpec Pixels = new("pixels", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 3]);
    private static readonly ModelSignature Single = Of(Pixels);

    private static readonly ModelSignature Two = Of(
        new TensorSpec("a", TensorElementType.Int64, [TensorDimension.Dynamic("batch"), 2]),
        new TensorSpec("b", TensorElementType.String, [TensorDimension.Dynamic("batch"), 1]),
        new TensorSpec("c", TensorElementType.Float32, [TensorDimension.Dynamic("batch")], isOptional: true));

    public static TheoryData<TensorElementType, Delivery> TypesAndDeliveries
    {
        get
        {
            var data = new TheoryData<TensorElementType, Delivery>();
            foreach (TensorElementType type in Samples.Types)
                foreach (Delivery delivery in Enum.GetValues<Delivery>())
                    data.Add(type, delivery);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndDeliveries))]
    public void Read_EveryElementTypeInAnyPieces_HoldsWhatSystemTextJsonWrote(TensorElementType type, Delivery delivery)
    {
        using InferenceTensor expected = Samples.Tensor(type, 2, 3);
        string[] e = Samples.Json(expected);
        ModelSignature signature = Of(new TensorSpec("x", type, [TensorDimension.Dynamic("batch"), 3]));
        string nested = $"[ [{e[0]},{e[1]} ,\n{e[2]}], [{e[3]}, {e[4]},{e[5]}] ]";
        string[] bodies =
        [
            $"{{\"instances\":{nested}}}",
            $"{{\"signature_name\":\"serving_default\",\"instances\" : [{{\"x\":[{e[0]},{e[1]},{e[2]}]}},{{\"x\":[{e[3]},{e[4]},{e[5]}]}}]}}",
            $"{{\"inputs\":{nested}}}",
            $"{{\"inputs\":{{\"x\":{nested}}}}}",
            $"{{\"inputs\":{{\"x\":{{\"shape\":[2,3],\"datatype\":\"{DataTypes.ProtocolName(type)}\",\"data\":[{string.Join(',', e)}]}}}}}}",
            $"{{\"inputs\":{{\"x\":{{\"data\":{nested},\"datatype\":\"{type}\",\"shape\":[2,3]}}}}}}",
            nested,
        ];

        for (int i = 0; i < bodies.Length; i++)
        {
            using InferenceInputs inputs = Bodies.Read(Codec, signature, Json, Encoding.UTF8.GetBytes(bodies[i]), delivery, seed: i);
            Assert.Equal($"x {TensorText.Show(expected)}", Bodies.Show(inputs));
        }
    }

    [Theory]
    [InlineData("{\"instances\":[[1,2,3]]}", "float32[1, 3]", BodyForm.Rows)]
    [InlineData("{\"inputs\":[[1,2,3]]}", "float32[1, 3]", BodyForm.Tensors)]
    [InlineData("{\"inputs\":{\"pixels\":[[1,2,3]]}}", "float32[1, 3]", BodyForm.Tensors)]
    [InlineData("[[1,2,3]]", "float32[1, 3]", BodyForm.Rows)]
    [InlineData("[1,2,3]", "float32[1, 3]", BodyForm.Rows)]
    [InlineData(" [ 1 , 2 , 3 ] ", "float32[1, 3]", BodyForm.Rows)]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[0,3],\"data\":[]}}}", "float32[0, 3]", BodyForm.Tensors)]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[2,3],\"data\":[1,2,3,4,5,6],\"datatype\":\"fp32\"}}}", "float32[2, 3]", BodyForm.Tensors)]
    public void Read_EachForm_HasShapeAndForm(string body, string expected, BodyForm form)
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Single, Json, body);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
        Assert.Equal(form, inputs.Form);
    }

    [Theory]
    [InlineData("{\"instances\":[1,2]}", "float32[2, 1]")]
    [InlineData("[1,2]", "float32[2, 1]")]
    [InlineData("{\"inputs\":[1,2]}", "float32[2, 1]")]
    [InlineData("{\"inputs\":{\"x\":1}}", "float32[1, 1]")]
    [InlineData("{\"inputs\":1}", "float32[1, 1]")]
    [InlineData("{\"instances\":[{\"x\":1},{\"x\":2}]}", "float32[2, 1]")]
    public void Read_ScalarsForAColumnOfOne_AreTaken(string body, string expected)
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 1])), Json, body);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
    }

    [Fact]
    public void Read_RowsByName_AreColumns()
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Two, "application/json; charset=utf-8", """{"instances":[{"b":"ü","a":[1,2]},{"a":[3,4],"b":["w"]}]}""".Replace("[\"w\"]", "\"w\"", StringComparison.Ordinal));

        Assert.Equal([1, 2, 3, 4], inputs[0].Tensor.ToArray<long>());
        Assert.Equal("string[2, 1]", inputs[1].Tensor.ToString());
        Assert.Equal(["ü", "w"], inputs[1].Tensor.ToArray<string>());
        Assert.False(inputs[2].IsComplete);
    }

    [Fact]
    public void Read_RowsOfBytes_AreTensorFlowServings()
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("image", TensorElementType.Bytes, [TensorDimension.Dynamic("batch")])), Json, """{"instances":[{"b64":"AQI="},{"b64":""}]}""");

        Assert.Equal("image bytes[2] 0102,", Bodies.Show(inputs));
    }

    [Fact]
    public void Read_WholeNumbersWrittenAsReals_AreTaken()
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("x", TensorElementType.Int64, [TensorDimension.Dynamic()])), Json, "[3.0,1e3,-2E0]");

        Assert.Equal([3, 1000, -2], inputs[0].Tensor.ToArray<long>());
    }

    [Theory]
    [InlineData("", "body", "not JSON")]
    [InlineData("  ", "body", "not JSON")]
    [InlineData("{", "body", "not JSON")]
    [InlineData("{}", "body", "neither")]
    [InlineData("1", "body", "found the number 1")]
    [InlineData("\uFEFF[1,2,3]", "body", "byte order mark")]
    [InlineData("[1,2,3] x", "body", "not JSON (byte 8)")]
    [InlineData("[1,2,3] [1]", "body", "not JSON")]
    [InlineData("[1,/* two */2,3]", "[1]", "not JSON")]
    [InlineData("[1,2,3,]", "[3]", "not JSON")]
    [InlineData("[1,2,NaN]", "[2]", "not JSON")]
    [InlineData("[1,2", "[1]", "not JSON")]
    [InlineData("[01,2,3]", "[0]", "not JSON")]
    [InlineData("{\"rows\":[]}", "body", "\"rows\" is unknown")]
    [InlineData("{\"instances\":[[1,2,3]],\"instances\":[[1,2,3]]}", "body", "twice")]
    [InlineData("{\"instances\":[[1,2,3]],\"inputs\":[[1,2,3]]}", "body", "both")]
    [InlineData("{\"instances\":[]}", "instances", "no row")]
    [InlineData("{\"instances\":5}", "instances", "found the number 5")]
    [InlineData("{\"instances\":[[1,2,3],[1,2]]}", "instances[1]", "it has 2 items, and those before have 3")]
    [InlineData("{\"instances\":[[1,2,3],4]}", "instances[1]", "expected an array like those before")]
    [InlineData("{\"instances\":[[1,2,3],[1,[2],3]]}", "instances[1][1]", "found an array")]
    [InlineData("{\"instances\":[[[1,2,3]]]}", "instances[0][0]", "found an array")]
    [InlineData("{\"instances\":[[1,2,\"three\"]]}", "instances[0][2]", "expected a number (float32), found the string \"three\"; the model takes pixels: float32[batch, 3]")]
    [InlineData("{\"instances\":[[1,2,true]]}", "instances[0][2]", "found true")]
    [InlineData("{\"instances\":[[1,2,null]]}", "instances[0][2]", "found null")]
    [InlineData("{\"instances\":[[1,2,1e39]]}", "instances[0][2]", "found the number 1e39")]
    [InlineData("{\"instances\":[[1,2,{}]]}", "instances[0][2]", "found an object")]
    [InlineData("{\"instances\":[{\"pixel\":[1,2,3]}]}", "instances[0]", "no input \"pixel\"; it takes pixels: float32[batch, 3]")]
    [InlineData("{\"instances\":[{\"pixels\":[1,2,3]},{}]}", "instances[1]", "\"pixels\" is missing")]
    [InlineData("{\"instances\":[{\"pixels\":[1,2,3],\"pixels\":[1,2,3]}]}", "instances[0]", "twice")]
    [InlineData("{\"instances\":[{\"pixels\":[1,2,3]},{\"pixels\":[1,2]}]}", "instances[1].pixels", "it has 2 items")]
    [InlineData("{\"instances\":[{\"pixels\":[1,2,3]},[1,2,3]]}", "instances[1]", "expected an object")]
    [InlineData("{\"inputs\":{\"pixels\":[[1,2,3]],\"pixels\":[[1,2,3]]}}", "inputs", "twice")]
    [InlineData("{\"inputs\":{\"other\":[[1,2,3]]}}", "inputs", "no input \"other\"")]
    [InlineData("{\"inputs\":{\"pixels\":{\"data\":[1,2,3],\"shape\":[1,2]}}}", "inputs.pixels", "\"shape\" is [1, 2], and \"data\" has 3 values")]
    [InlineData("{\"inputs\":{\"pixels\":{\"data\":[[1,2,3]],\"shape\":[3,1]}}}", "inputs.pixels", "nested as [1, 3]")]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[1,3]}}}", "inputs.pixels", "\"data\" is missing")]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[1,-3],\"data\":[]}}}", "inputs.pixels.shape", "found the number -3")]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[4611686018427387904,8,0],\"data\":[]}}}", "inputs.pixels", "overflows")]
    [InlineData("{\"inputs\":{\"pixels\":{\"shape\":[1,3],\"parameters\":{}}}}", "inputs.pixels", "\"parameters\" is unknown")]
    [InlineData("{\"inputs\":{\"pixels\":{\"data\":[1],\"data\":[1]}}}", "inputs.pixels", "twice")]
    [InlineData("{\"inputs\":null}", "inputs", "found null")]
    [InlineData("{\"signature_name\":{}}", "signature_name", "found an object")]
    public void Read_Malformed_SaysWhere(string body, string at, string what)
    {
        MceException error = Bodies.Refused(Codec, Single, Json, body);

        Assert.Equal(MceErrorCodes.BodyInvalid, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal(at, error.Fields["at"]);
        Assert.StartsWith(at, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"instances\":[[1,2]]}", MceErrorCodes.TensorShapeMismatch, "float32[1, 2]")]
    [InlineData("[1,2]", MceErrorCodes.TensorShapeMismatch, "float32[2]")]
    [InlineData("{\"inputs\":{\"pixels\":{\"datatype\":\"FP64\",\"data\":[1,2,3]}}}", MceErrorCodes.TensorTypeMismatch, "FP64")]
    public void Read_OtherThanTheModelTakes_NamesBoth(string body, string code, string given)
    {
        MceException error = Bodies.Refused(Codec, Single, Json, body);

        Assert.Equal(code, error.Code);
        Assert.Contains(given, error.Message, StringComparison.Ordinal);
        Assert.Contains("pixels: float32[batch, 3]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorElementType.Int8, "128")]
    [InlineData(TensorElementType.Int8, "-129")]
    [InlineData(TensorElementType.UInt8, "-1")]
    [InlineData(TensorElementType.UInt8, "256")]
    [InlineData(TensorElementType.Int64, "9223372036854775808")]
    [InlineData(TensorElementType.Int64, "1.5")]
    [InlineData(TensorElementType.Int64, "9007199254740994.0")]
    [InlineData(TensorElementType.UInt64, "-1")]
    [InlineData(TensorElementType.UInt64, "18446744073709551616")]
    [InlineData(TensorElementType.Float16, "65520")]
    [InlineData(TensorElementType.BFloat16, "3.4e38")]
    [InlineData(TensorElementType.Float64, "1e309")]
    [InlineData(TensorElementType.Boolean, "2")]
    [InlineData(TensorElementType.Float32, "\"nan\"")]
    [InlineData(TensorElementType.Float32, "\"\\ud800\"")]
    [InlineData(TensorElementType.Float64, "\"\\ud800\"")]
    [InlineData(TensorElementType.Float16, "\"\\ud800\"")]
    [InlineData(TensorElementType.BFloat16, "\"\\ud800\"")]
    [InlineData(TensorElementType.String, "1")]
    [InlineData(TensorElementType.String, "\"\\ud800\"")]
    [InlineData(TensorElementType.Bytes, "\"text\"")]
    [InlineData(TensorElementType.Bytes, "{\"b64\":\"!\"}")]
    [InlineData(TensorElementType.Bytes, "{\"b64\":\"\\ud800\"}")]
    [InlineData(TensorElementType.Bytes, "{\"b64\":\"\",\"x\":1}")]
    [InlineData(TensorElementType.Bytes, "{}")]
    public void Read_ElementOutOfItsTypesRange_IsRefused(TensorElementType type, string element)
    {
        MceException error = Bodies.Refused(Codec, Of(new TensorSpec("x", type, [TensorDimension.Dynamic()])), Json, $"[{element}]");

        Assert.Equal(MceErrorCodes.BodyInvalid, error.Code);
        Assert.Equal("[0]", error.Fields["at"]);
    }

    [Fact]
    public void Read_InvalidUtf8_IsRefused()
    {
        ModelSignature text = Of(new TensorSpec("x", TensorElementType.String, [TensorDimension.Dynamic()]));

        Assert.Equal("[0]", Bodies.Refused(Codec, text, Json, [(byte)'[', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)']']).Fields["at"]);
        Assert.Equal("body", Bodies.Refused(Codec, text, Json, [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']).Fields["at"]);
    }

    [Theory]
    [InlineData("{\"instances\":[[1,2]]}", "instances[0]", "several inputs")]
    [InlineData("[1]", "body", "several inputs")]
    [InlineData("{\"inputs\":[1]}", "inputs", "several inputs")]
    [InlineData("{\"instances\":[{\"a\":[1,2]}]}", "instances[0]", "\"b\" is missing")]
    [InlineData("{\"instances\":[{\"a\":[1,2],\"b\":\"t\"},{\"a\":[1,2],\"b\":\"t\",\"c\":1}]}", "instances[1]", "\"c\" is in this row and not in those before")]
    [InlineData("{\"instances\":[{\"a\":[1,2],\"b\":\"t\",\"c\":1},{\"a\":[1,2],\"b\":\"t\"}]}", "instances[1]", "\"c\" is missing")]
    public void Read_SeveralInputs_NeedTheirNames(string body, string at, string what)
    {
        MceException error = Bodies.Refused(Codec, Two, Json, body);

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        if (what != "several inputs") Assert.Equal(at, error.Fields["at"]);
    }

    [Theory]
    [InlineData("{\"instances\":", 1_000_000)]
    [InlineData("", 1_000_000)]
    [InlineData("{\"inputs\":{\"x\":{\"data\":", 1_000_000)]
    [InlineData("{\"inputs\":{\"x\":{\"shape\":", 100)]
    public void Read_DepthBomb_IsRefusedAtOnce(string prefix, int depth)
    {
        MceException error = Bodies.Refused(Codec, Of(TensorSpec.OfAnyShape("x", TensorElementType.Float32)), Json, prefix + new string('[', depth));

        Assert.Equal(MceErrorCodes.BodyInvalid, error.Code);
        Assert.InRange(error.Message.Length, 1, 600);
    }

    [Fact]
    public void Read_LongTextInSmallPieces_IsNotScannedFromItsBeginningWithEach()
    {
        string text = new('t', 6 << 20);
        byte[] body = Encoding.UTF8.GetBytes($"[\"{text}\"]");
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("x", TensorElementType.String, [1])), Json, body, Delivery.RandomPieces);

        Assert.Equal([text], inputs[0].Tensor.ToArray<string>());
        // Three hundred thousand pieces: a second, or minutes.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Read_LongNames_AreCutInMessages()
    {
        MceException error = Bodies.Refused(Codec, Single, Json, $"{{\"inputs\":{{\"{new string('n', 1_000_000)}\":1}}}}");

        Assert.InRange(error.Message.Length, 1, 300);
    }

    [Fact]
    public void Read_OtherCharset_IsRefused() =>
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, Single, "application/json; charset=utf-16", "[1,2,3]").Code);

    [Fact]
    public void Read_AfterAFailedBody_StartsAfresh()
    {
        using var inputs = new InferenceInputs();
        inputs.Begin(Single, new MediaType(Json));
        Assert.Throws<MceException>(() => Bodies.ReadInto(Codec, inputs, "{\"instances\":[[1,2"u8.ToArray(), Delivery.Whole, 1));
        inputs.End();

        inputs.Begin(Single, new MediaType(Json));
        Bodies.ReadInto(Codec, inputs, "[4,5,6]"u8.ToArray(), Delivery.Whole, 1);

        Assert.Equal([4f, 5f, 6f], inputs[0].Tensor.ToArray<float>());
    }

    private static ModelSignature Of(params TensorSpec[] inputs) => new([.. inputs], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
