using System.Text;
using System.Text.Json;
using Mce.Conformance;

namespace Mce.AspNetCore.Tests.Codecs;

public sealed class NpyTests
{
    private const string Npy = "application/x-npy";
    private static readonly NpyCodec Codec = new();
    private static readonly JsonElement[] Expected = ReadExpected();

    public static TheoryData<string, Delivery> Written
    {
        get
        {
            var data = new TheoryData<string, Delivery>();
            foreach (JsonElement file in Expected)
                foreach (Delivery delivery in Enum.GetValues<Delivery>())
                    data.Add(file.GetProperty("file").GetString()!, delivery);
            return data;
        }
    }

    public static TheoryData<TensorElementType> Types => [.. Samples.Types];

    [Theory]
    [MemberData(nameof(Written))]
    public void Read_WrittenByNumPy_HoldsWhatNumPyPutIn(string file, Delivery delivery)
    {
        using InferenceTensor expected = CaseTensor.Read(Expected.Single(e => e.GetProperty("file").GetString() == file));
        ModelSignature signature = Of(TensorSpec.OfAnyShape("x", expected.ElementType));

        using InferenceInputs inputs = Bodies.Read(Codec, signature, Npy, File.ReadAllBytes(PathOf(file)), delivery);

        TensorAssert.Equal(expected, inputs[0].Tensor, name: file);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task WriteAndRead_EveryElementType_KeepsTheValues(TensorElementType type)
    {
        using InferenceTensor sample = Samples.Tensor(type, 2, 3);
        // The format pads with zeros, so bytes that end with one have no form in it.
        using InferenceTensor tensor = type == TensorElementType.Bytes
            ? InferenceTensor.FromArray(new ReadOnlyMemory<byte>[] { new byte[] { 1 }, default, new byte[] { 0, 255 }, new byte[] { 2 }, new byte[] { 3 }, new byte[] { 4 } }, 2, 3)
            : sample.Share();
        await using Exchange exchange = await Exchange.StartAsync(new TensorSpec("x", type, [TensorDimension.Dynamic("batch"), 3]));
        using InferenceResponse response = await exchange.InvokeAsync(tensor);

        byte[] body = Exchange.Write(Codec, response, Npy);
        using InferenceInputs inputs = Bodies.Read(Codec, exchange.Signature, Npy, body);

        Assert.Equal($"x {TensorText.Show(tensor)}", Bodies.Show(inputs));
        Assert.Equal(0, Encoding.Latin1.GetString(body).IndexOf('\n', StringComparison.Ordinal) % 64 - 63);
    }

    [Theory]
    [InlineData("float64.npy", MceErrorCodes.TensorTypeMismatch, "float64")]
    [InlineData("fortran_float32.npy", MceErrorCodes.TensorShapeMismatch, "[2, 3, 4]")]
    [InlineData("complex.npy", MceErrorCodes.BodyInvalid, "complex")]
    [InlineData("structured.npy", MceErrorCodes.BodyInvalid, "structured")]
    [InlineData("dates.npy", MceErrorCodes.BodyInvalid, "dates")]
    public void Read_OtherThanTheModelTakes_IsRefused(string file, string code, string what)
    {
        MceException error = Bodies.Refused(Codec, Of(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 3])), Npy, File.ReadAllBytes(PathOf(file)));

        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 16, "too long")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 1), }", 8, "cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8), }", 8, "more than a body holds")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904, 8), }", 0, "more than a body holds")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 8, "no size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", 8, "lacks")]
    [InlineData("", 8, "'{' is expected")]
    public void Read_HostileHeader_IsRefused(string header, int bytes, string what)
    {
        byte[] text = Encoding.ASCII.GetBytes(header);
        byte[] body = [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. new byte[bytes]];

        MceException error = Bodies.Refused(Codec, Of(TensorSpec.OfAnyShape("x", TensorElementType.Float32)), Npy, body);

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no numpy at all")]
    [InlineData("\u0093NUMPY")]
    [InlineData("\u0093NUMPY\u0001\u0000\u00ff\u00ff{}")]
    [InlineData("\u0093NUMPY\u0009\u0000\u0000\u0000\u0000\u0000")]
    [InlineData("\u0093NUMPY\u0002\u0000\u00ff\u00ff\u00ff\u00ff")]
    public void Read_NoHeader_IsRefused(string body) =>
        Assert.Equal(MceErrorCodes.BodyInvalid, Bodies.Refused(Codec, Of(TensorSpec.OfAnyShape("x", TensorElementType.Float32)), Npy, Encoding.Latin1.GetBytes(body)).Code);

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "NpyFiles", file);

    private static JsonElement[] ReadExpected()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("expected.json")));
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }

    private static ModelSignature Of(TensorSpec input) => new([input], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
