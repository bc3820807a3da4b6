using System.Text.Json;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class JsonWriteTests
{
    private static readonly JsonCodec Codec = new();

    public static TheoryData<TensorElementType> Types => [.. Samples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Write_EveryElementType_IsReadByAnother(TensorElementType type)
    {
        using InferenceTensor tensor = Samples.Tensor(type, 2, 3);
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", type, [TensorDimension.Dynamic("batch"), 3]));
        using InferenceResponse response = await exchange.InvokeAsync(tensor);

        using JsonDocument rows = JsonDocument.Parse(Exchange.Write(Codec, response));
        using JsonDocument tensors = JsonDocument.Parse(Exchange.Write(Codec, response, form: BodyForm.Tensors));

        string[] expected = [.. Samples.Json(tensor).Select(e => Bits(e, type))];
        JsonElement predictions = rows.RootElement.GetProperty("predictions");
        Assert.Equal(2, predictions.GetArrayLength());
        Assert.Equal(expected, predictions.EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(e => Samples.Bits(e, type)));
        JsonElement y = tensors.RootElement.GetProperty("outputs").GetProperty("y");
        Assert.Equal([2, 3], y.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(DataTypes.ProtocolName(type), y.GetProperty("datatype").GetString());
        Assert.Equal(expected, y.GetProperty("data").EnumerateArray().Select(e => Samples.Bits(e, type)));
    }

    [Fact]
    public async Task Write_SeveralOutputsOfOneBatch_AreRowsOfNames()
    {
        await using Exchange exchange = await Exchange.StartAsync(
            new TensorSpec("x\"1", TensorElementType.Int32, [TensorDimension.Dynamic("batch")]),
            new TensorSpec("x2", TensorElementType.String, [TensorDimension.Dynamic("batch"), 2]));
        using InferenceTensor first = InferenceTensor.FromArray(new[] { 1, 2 }, 2);
        using InferenceTensor second = InferenceTensor.FromArray(new[] { "a", "ä", "b", "<" }, 2, 2);
        using InferenceResponse response = await exchange.InvokeAsync(first, second);

        Assert.Equal("""{"predictions":[{"y\u00221":1,"y2":["a","ä"]},{"y\u00221":2,"y2":["b","\u003C"]}]}""", Exchange.WriteText(Codec, response));
        Assert.Equal(
            """{"outputs":{"y\u00221":{"shape":[2],"datatype":"INT32","data":[1,2]},"y2":{"shape":[2,2],"datatype":"BYTES","data":["a","ä","b","\u003C"]}}}""",
            Exchange.WriteText(Codec, response, form: BodyForm.Tensors));
    }

    [Fact]
    public async Task Write_OutputsOfSeveralBatches_AreTensors()
    {
        await using Exchange exchange = await Exchange.StartAsync(
            new TensorSpec("x1", TensorElementType.Float32, [TensorDimension.Dynamic("batch")]),
            new TensorSpec("x2", TensorElementType.Float64, []));
        using InferenceTensor first = InferenceTensor.FromArray(new[] { 1f, 1e20f }, 2);
        using InferenceTensor second = InferenceTensor.FromArray(new[] { 0.5 });
        using InferenceTensor scalar = second.Reshape();
        using InferenceResponse response = await exchange.InvokeAsync(first, scalar);

        Assert.Equal("""{"outputs":{"y1":{"shape":[2],"datatype":"FP32","data":[1,1E+20]},"y2":{"shape":[],"datatype":"FP64","data":[0.5]}}}""", Exchange.WriteText(Codec, response));
    }

    [Theory]
    [InlineData(0, 2, "{\"predictions\":[]}")]
    [InlineData(2, 0, "{\"predictions\":[[],[]]}")]
    public async Task Write_EmptyOutput_IsNestedAlike(long rows, long columns, string expected)
    {
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic(), TensorDimension.Dynamic()]));
        using InferenceTensor tensor = InferenceTensor.Create<float>(rows, columns);
        using InferenceResponse response = await exchange.InvokeAsync(tensor);

        Assert.Equal(expected, Exchange.WriteText(Codec, response));
    }

    [Fact]
    public async Task Write_LongText_IsWrittenInPieces()
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => i % 7 == 0 ? "🎉\"" : "ü"));
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", TensorElementType.String, [TensorDimension.Dynamic()]));
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { text, new string('a', 100_000) }, 2);
        using InferenceResponse response = await exchange.InvokeAsync(tensor);

        using JsonDocument json = JsonDocument.Parse(Exchange.Write(Codec, response));

        Assert.Equal(tensor.ToArray<string>(), json.RootElement.GetProperty("predictions").EnumerateArray().Select(e => e.GetString()!));
    }

    private static string Bits(string json, TensorElementType type)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Samples.Bits(document.RootElement, type);
    }
}
