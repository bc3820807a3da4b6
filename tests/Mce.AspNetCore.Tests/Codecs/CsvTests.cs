using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class CsvTests
{
    private const string Csv = "text/csv";
    private const string WithHeader = "text/csv; header=present";
    private static readonly CsvCodec Codec = new();
    private static readonly TensorSpec Pixels = new("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 3]);

    private static readonly ModelSignature Columns = Of(
        new TensorSpec("age", TensorElementType.Int32, [TensorDimension.Dynamic("batch"), 1]),
        new TensorSpec("name", TensorElementType.String, [TensorDimension.Dynamic("batch")]),
        new TensorSpec("size", TensorElementType.Float64, [TensorDimension.Dynamic("batch"), 2]),
        new TensorSpec("note", TensorElementType.String, [TensorDimension.Dynamic("batch"), 1], isOptional: true));

    public static TheoryData<TensorElementType, Delivery> TypesAndDeliveries
    {
        get
        {
            var data = new TheoryData<TensorElementType, Delivery>();
            foreach (TensorElementType type in Samples.Types.Where(t => t != TensorElementType.Bytes))
                foreach (Delivery delivery in Enum.GetValues<Delivery>())
                    data.Add(type, delivery);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndDeliveries))]
    public async Task ReadAndWrite_EveryElementType_KeepsTheValues(TensorElementType type, Delivery delivery)
    {
        using InferenceTensor expected = Samples.Tensor(type, 2, 3);
        string[] cells = type == TensorElementType.String
            ? [.. expected.ToArray<string>().Select(v => $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")]
            : Samples.Json(expected);
        string body = $"{string.Join(',', cells[..3])}\r\n{string.Join(',', cells[3..])}";
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", type, [TensorDimension.Dynamic("batch"), 3]));

        using InferenceInputs inputs = Bodies.Read(Codec, exchange.Signature, Csv, Encoding.UTF8.GetBytes(body), delivery);
        using InferenceResponse response = await exchange.InvokeAsync(inputs);
        byte[] answer = Exchange.Write(Codec, response, WithHeader);
        using InferenceInputs again = Bodies.Read(Codec, exchange.Signature, WithHeader, answer);

        Assert.Equal($"x {TensorText.Show(expected)}", Bodies.Show(inputs));
        Assert.Equal(Bodies.Show(inputs), Bodies.Show(again));
        Assert.StartsWith("y_0,y_1,y_2\n", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2,3", "float32[1, 3]")]
    [InlineData("1,2,3\n", "float32[1, 3]")]
    [InlineData("1,2,3\r\n4, 5 ,6\r\n", "float32[2, 3]")]
    [InlineData("\uFEFF1,\"2\",3", "float32[1, 3]")]
    [InlineData("1e3,-inf,NaN", "float32[1, 3]")]
    public void Read_Lines_AreRows(string body, string expected)
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(Pixels), Csv, body);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
    }

    [Fact]
    public void Read_SeveralInputs_TakeColumnsInTheModelsOrder()
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Columns, Csv, "30,\"Grüße, \"\"Welt\"\"\nzwei\",1.5,2\n40,,3,4\n");

        Assert.Equal([30, 40], inputs[0].Tensor.ToArray<int>());
        Assert.Equal(["Grüße, \"Welt\"\nzwei", ""], inputs[1].Tensor.ToArray<string>());
        Assert.Equal("float64[2, 2]", inputs[2].Tensor.ToString());
        Assert.Equal([1.5, 2, 3, 4], inputs[2].Tensor.ToArray<double>());
        Assert.False(inputs[3].IsComplete);
    }

    [Fact]
    public void Read_Header_NamesTheColumns()
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Columns, WithHeader, "size_0,note,age,size_1,name\n1,n,30,2,a\n");

        Assert.Equal([30], inputs[0].Tensor.ToArray<int>());
        Assert.Equal(["a"], inputs[1].Tensor.ToArray<string>());
        Assert.Equal([1d, 2], inputs[2].Tensor.ToArray<double>());
        Assert.Equal(["n"], inputs[3].Tensor.ToArray<string>());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", WithHeader, "float32[2, 2]")]
    [InlineData("1,2\n3,4\n", Csv, "float32[2, 2]")]
    public void Read_OpenWidth_IsTheFirstLines(string body, string type, string expected)
    {
        var spec = new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic(), TensorDimension.Dynamic()]);
        using InferenceInputs inputs = Bodies.Read(Codec, Of(spec), type, body);
        using InferenceInputs any = Bodies.Read(Codec, Of(TensorSpec.OfAnyShape("x", TensorElementType.Float32)), type, body);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
        Assert.Equal(expected, any[0].Tensor.ToString());
    }

    [Theory]
    [InlineData("1,2,3", "float32[3]")]
    [InlineData("1\n2\n3", "float32[3]")]
    public void Read_Vector_LiesInALineOrAColumn(string body, string expected)
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic()])), Csv, body);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
    }

    [Theory]
    [InlineData("", "body", "no line")]
    [InlineData("1,2", "line 1", "it has 2 values; 3 are needed for x: float32[batch, 3]")]
    [InlineData("1,2,3,4", "line 1", "it has over 3 values")]
    [InlineData("1,2,3\n1,2\n", "line 2", "it has 2 values")]
    [InlineData("1,two,3", "line 1, column 2", "found \"two\"")]
    [InlineData("1,,3", "line 1, column 2", "found \"\"")]
    [InlineData("1,2,1e39", "line 1, column 3", "found \"1e39\"")]
    [InlineData("1,\"2,3", "line 1, column 2", "isn't closed")]
    [InlineData("1,\"2\"2,3", "line 1, column 2", "follows")]
    [InlineData("1,2\"2\",3", "line 1, column 2", "within a field")]
    [InlineData("1,2\r,3", "line 1, column 2", "carriage return")]
    [InlineData("1,2,3\n\n", "line 2, column 1", "found \"\"")]
    public void Read_Malformed_SaysWhere(string body, string at, string what)
    {
        MceException error = Bodies.Refused(Codec, Of(Pixels), Csv, body);

        Assert.Equal(MceErrorCodes.BodyInvalid, error.Code);
        Assert.Equal(at, error.Fields["at"]);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("age,name,size_0,size_1,other\n", "no input \"other\"")]
    [InlineData("age,age,other\n", "it has 2 columns for age")]
    [InlineData("age,name,size\n", "it has 1 columns for size")]
    [InlineData("age,age,name,size,size\n", "it has 2 columns for age")]
    [InlineData("age,size,size\n", "it has 0 columns for name")]
    public void Read_WrongHeader_NamesTheInput(string body, string what) =>
        Assert.Contains(what, Bodies.Refused(Codec, Columns, WithHeader, body).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WhatCsvCannotHold_IsRefused()
    {
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, Of(TensorSpec.OfAnyShape("x", TensorElementType.Bytes)), Csv, "1").Code);
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, Of(Pixels), "text/csv; header=perhaps", "1,2,3").Code);
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, Of(Pixels), "text/csv; charset=utf-16", "1,2,3").Code);
    }

    [Fact]
    public async Task Write_SeveralOutputs_AreSideBySide()
    {
        await using Exchange exchange = await Exchange.StartAsync(
            new TensorSpec("x1", TensorElementType.String, [TensorDimension.Dynamic("batch")]),
            new TensorSpec("x2", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 2]));
        using InferenceTensor first = InferenceTensor.FromArray(new[] { "a,b", " c" }, 2);
        using InferenceTensor second = InferenceTensor.FromArray(new[] { 1f, float.NaN, 0.25f, -1e20f }, 2, 2);
        using InferenceResponse response = await exchange.InvokeAsync(first, second);

        Assert.Equal("\"a,b\",1,NaN\n\" c\",0.25,-1E+20\n", Exchange.WriteText(Codec, response, Csv));
        Assert.Equal("y1,y2_0,y2_1\n\"a,b\",1,NaN\n\" c\",0.25,-1E+20\n", Exchange.WriteText(Codec, response, WithHeader));
        Assert.Equal(WithHeader, Codec.GetContentType(new InferenceOutputs(response, new MediaType(WithHeader), BodyForm.Rows)));
    }

    [Fact]
    public async Task Write_DifferentRows_AreRefused()
    {
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x1", TensorElementType.Float32, [2]), new TensorSpec("x2", TensorElementType.Float32, [3]));
        using InferenceTensor first = InferenceTensor.Create<float>(2);
        using InferenceTensor second = InferenceTensor.Create<float>(3);
        using InferenceResponse response = await exchange.InvokeAsync(first, second);

        Assert.Equal(MceErrorCodes.BodyTypeNotAcceptable, Assert.Throws<MceException>(() => Exchange.Write(Codec, response, Csv)).Code);
    }

    private static ModelSignature Of(params TensorSpec[] inputs) => new([.. inputs], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
