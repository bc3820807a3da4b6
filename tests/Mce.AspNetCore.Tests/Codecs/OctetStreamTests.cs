using System.Buffers.Binary;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class OctetStreamTests
{
    private const string Octets = "application/octet-stream";
    private static readonly OctetStreamCodec Codec = new();
    private static readonly TensorSpec Pixels = new("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 3]);

    public static TheoryData<TensorElementType, Delivery> TypesAndDeliveries
    {
        get
        {
            var data = new TheoryData<TensorElementType, Delivery>();
            foreach (TensorElementType type in Samples.Types.Where(t => !TensorElementTypes.IsManaged(t)))
                foreach (Delivery delivery in Enum.GetValues<Delivery>())
                    data.Add(type, delivery);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndDeliveries))]
    public async Task ReadAndWrite_EveryElementType_KeepsTheBytes(TensorElementType type, Delivery delivery)
    {
        byte[] body = [.. Enumerable.Range(0, 6 * TensorElementTypes.SizeOf(type)).Select(i => type == TensorElementType.Boolean ? (byte)(i % 2) : (byte)(i * 7))];
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", type, [TensorDimension.Dynamic("batch"), 3]));

        using InferenceInputs inputs = Bodies.Read(Codec, exchange.Signature, Octets, body, delivery);
        using InferenceResponse response = await exchange.InvokeAsync(inputs);

        Assert.Equal($"{type.ToString().ToLowerInvariant()}[2, 3]", inputs[0].Tensor.ToString());
        Assert.Equal(body, Exchange.Write(Codec, response, Octets));
        Assert.Equal($"application/octet-stream; dtype={DataTypes.Name(type)}; shape=\"2,3\"", Codec.GetContentType(new InferenceOutputs(response, default, BodyForm.Rows)));
    }

    [Fact]
    public void Read_Elements_AreLittleEndian()
    {
        byte[] body = new byte[12];
        BinaryPrimitives.WriteSingleLittleEndian(body.AsSpan(4), -2.5f);

        using InferenceInputs inputs = Bodies.Read(Codec, Of(Pixels), Octets, body);

        Assert.Equal([0f, -2.5f, 0f], inputs[0].Tensor.ToArray<float>());
    }

    [Theory]
    [InlineData("application/octet-stream; shape=\"2,3\"", 24, "float32[2, 3]")]
    [InlineData("application/octet-stream;dtype=FP32;shape=2x3", 24, "float32[2, 3]")]
    [InlineData("application/octet-stream; dtype=float32; input=x", 36, "float32[3, 3]")]
    [InlineData("application/octet-stream", 0, "float32[0, 3]")]
    public void Read_ShapeOfTheMediaTypeOrTheLength_IsTheTensors(string contentType, int bytes, string expected)
    {
        using InferenceInputs inputs = Bodies.Read(Codec, Of(Pixels), contentType, new byte[bytes]);

        Assert.Equal(expected, inputs[0].Tensor.ToString());
    }

    [Theory]
    [InlineData("application/octet-stream", 10, MceErrorCodes.BodyInvalid, "no multiple of the 4")]
    [InlineData("application/octet-stream", 16, MceErrorCodes.BodyInvalid, "no multiple of the 12")]
    [InlineData("application/octet-stream; shape=\"1,3\"", 8, MceErrorCodes.BodyInvalid, "takes 12")]
    [InlineData("application/octet-stream; shape=\"1,3\"", 16, MceErrorCodes.BodyInvalid, "takes 12")]
    [InlineData("application/octet-stream; shape=\"1,4\"", 16, MceErrorCodes.TensorShapeMismatch, "x: float32[batch, 3]")]
    [InlineData("application/octet-stream; shape=\"-1,3\"", 12, MceErrorCodes.BodyTypeUnsupported, "'-1,3'")]
    [InlineData("application/octet-stream; shape=\"99999999999999999999,3\"", 12, MceErrorCodes.BodyTypeUnsupported, "shape")]
    [InlineData("application/octet-stream; shape=\"4611686018427387904,8\"", 12, MceErrorCodes.BodyTypeUnsupported, "overflows")]
    [InlineData("application/octet-stream; shape=\"100000000000000000,3\"", 12, MceErrorCodes.TensorShapeMismatch, "more than a body holds")]
    [InlineData("application/octet-stream; shape=\"1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\"", 4, MceErrorCodes.BodyTypeUnsupported, "over 64")]
    [InlineData("application/octet-stream; shape=1,3", 12, MceErrorCodes.BodyTypeUnsupported, "quote")]
    [InlineData("application/octet-stream; dtype=float64", 24, MceErrorCodes.TensorTypeMismatch, "given float64")]
    [InlineData("application/octet-stream; dtype=complex", 24, MceErrorCodes.BodyTypeUnsupported, "'complex'")]
    [InlineData("application/octet-stream; input=z", 12, MceErrorCodes.InputUnknown, "'z'")]
    public void Read_WhatDoesNotFit_IsRefused(string contentType, int bytes, string code, string what)
    {
        MceException error = Bodies.Refused(Codec, Of(Pixels), contentType, new byte[bytes]);

        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HugeShape_TakesNoMemory()
    {
        byte[] body = new byte[4];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Bodies.Refused(Codec, Of(Pixels), "application/octet-stream; shape=\"40000000,3\"", body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(TensorElementType.Boolean, "a bool is 0 or 1")]
    [InlineData(TensorElementType.String, "application/json")]
    public void Read_TypeThatBytesCannotHold_IsRefused(TensorElementType type, string what) =>
        Assert.Contains(what, Bodies.Refused(Codec, Of(new TensorSpec("x", type, [TensorDimension.Dynamic()])), Octets, new byte[] { 1, 2 }).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ShapeThatTheLengthCannotTell_IsRefused()
    {
        ModelSignature two = Of(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("n"), TensorDimension.Dynamic("m")]));
        ModelSignature any = Of(TensorSpec.OfAnyShape("x", TensorElementType.Float32));

        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, two, Octets, new byte[4]).Code);
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, any, Octets, new byte[4]).Code);
        using InferenceInputs given = Bodies.Read(Codec, any, "application/octet-stream; shape=\"\"", new byte[4]);
        Assert.Equal("float32[]", given[0].Tensor.ToString());
    }

    [Theory]
    [InlineData(Delivery.Whole)]
    [InlineData(Delivery.RandomPieces)]
    public async Task ReadAndWrite_Bytes_AreTheBody(Delivery delivery)
    {
        byte[] body = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", TensorElementType.Bytes, [TensorDimension.Dynamic("batch")]));

        using InferenceInputs inputs = Bodies.Read(Codec, exchange.Signature, Octets, body, delivery);
        using InferenceResponse response = await exchange.InvokeAsync(inputs);

        Assert.Equal("bytes[1]", inputs[0].Tensor.ToString());
        Assert.Equal(body, Exchange.Write(Codec, response, Octets));
        Assert.Equal(Octets, Codec.GetContentType(new InferenceOutputs(response, default, BodyForm.Rows)));
    }

    [Fact]
    public async Task Write_SeveralOutputs_NeedAName()
    {
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x1", TensorElementType.UInt8, [1]), new TensorSpec("x2", TensorElementType.UInt8, [1]));
        using InferenceTensor first = InferenceTensor.FromArray(new byte[] { 1 }, 1);
        using InferenceTensor second = InferenceTensor.FromArray(new byte[] { 2 }, 1);
        using InferenceResponse response = await exchange.InvokeAsync(first, second);

        Assert.Contains("output=NAME", Codec.WhyNotWrite(exchange.Signature, new MediaType(Octets)), StringComparison.Ordinal);
        Assert.Contains("'y3'", Codec.WhyNotWrite(exchange.Signature, new MediaType($"{Octets}; output=y3")), StringComparison.Ordinal);
        Assert.Null(Codec.WhyNotWrite(exchange.Signature, new MediaType($"{Octets}; output=y2")));
        Assert.Equal(new byte[] { 2 }, Exchange.Write(Codec, response, $"{Octets}; output=y2"));
    }

    private static ModelSignature Of(params TensorSpec[] inputs) => new([.. inputs], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
