using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class PlainTextTests
{
    private const string Plain = "text/plain";
    private static readonly PlainTextCodec Codec = new();

    [Theory]
    [InlineData(Delivery.Whole)]
    [InlineData(Delivery.ByteByByte)]
    [InlineData(Delivery.Segments)]
    public void Read_AnyText_IsOneElement(Delivery delivery)
    {
        const string Text = "Das ist gut,\n\"wirklich\" 🎉 gut.";
        using InferenceInputs inputs = Bodies.Read(Codec, Of(new TensorSpec("text", TensorElementType.String, [TensorDimension.Dynamic("batch"), 1])), "text/plain; charset=UTF-8", Encoding.UTF8.GetBytes(Text), delivery);

        Assert.Equal("string[1, 1]", inputs[0].Tensor.ToString());
        Assert.Equal([Text], inputs[0].Tensor.ToArray<string>());
    }

    [Fact]
    public void Read_WhatItCannotHold_IsRefused()
    {
        ModelSignature text = Of(new TensorSpec("text", TensorElementType.String, [1]));

        Assert.Equal(MceErrorCodes.BodyInvalid, Bodies.Refused(Codec, text, Plain, new byte[] { 0xC3, 0x28 }).Code);
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, text, "text/plain; charset=latin1", "x").Code);
        Assert.Equal(MceErrorCodes.BodyTypeUnsupported, Bodies.Refused(Codec, Of(new TensorSpec("x", TensorElementType.Float32, [1])), Plain, "1").Code);
        Assert.Equal(MceErrorCodes.TensorShapeMismatch, Bodies.Refused(Codec, Of(new TensorSpec("text", TensorElementType.String, [2])), Plain, "x").Code);
    }

    [Fact]
    public async Task Write_OneOutput_IsLines()
    {
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x1", TensorElementType.String, [2]), new TensorSpec("x2", TensorElementType.Float32, [2, 1]));
        using InferenceTensor first = InferenceTensor.FromArray(new[] { "gut", "größer" }, 2);
        using InferenceTensor second = InferenceTensor.FromArray(new[] { 0.5f, float.PositiveInfinity }, 2, 1);
        using InferenceResponse response = await exchange.InvokeAsync(first, second);

        Assert.NotNull(Codec.WhyNotWrite(exchange.Signature, new MediaType(Plain)));
        Assert.Null(Codec.WhyNotWrite(exchange.Signature, new MediaType("text/plain; output=y1")));
        Assert.Equal("gut\ngrößer\n", Exchange.WriteText(Codec, response, "text/plain; output=y1"));
        Assert.Equal("0.5\nInfinity\n", Exchange.WriteText(Codec, response, "text/plain; output=y2"));
    }

    private static ModelSignature Of(TensorSpec input) => new([input], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
