using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>Runs the examples of <c>docs/http-formats.md</c>.</summary>
public sealed class DocumentationTests
{
    private static readonly TensorDimension Batch = TensorDimension.Dynamic("batch");
    private static readonly InferenceCodec[] Codecs = InferenceCodecs.CreateDefault();

    public static TheoryData<int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string>();
            string[] blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "http-formats.md")).ReplaceLineEndings("\n").Split("```http\n")[1..];
            for (int i = 0; i < blocks.Length; i++) data.Add(i, blocks[i][..blocks[i].IndexOf("\n```", StringComparison.Ordinal)]);
            return data;
        }
    }

    [Fact]
    public void Examples_AreThere() => Assert.InRange(Examples.Count, 10, 100);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Run_AnswersAsWritten(int number, string example)
    {
        Assert.True(number >= 0);
        string[] parts = example.Split("\n\n");
        string[] head = parts[0].Split('\n');
        string contentType = HeaderOf(head, "Content-Type")!;
        string? accept = HeaderOf(head, "Accept");
        InferenceCodec codec = Codecs.Single(c => new MediaType(contentType).Is(c.MediaTypes[0]));
        await using Exchange exchange = await StartAsync(head[0]);
        byte[] body = Bytes(codec, parts[1]);

        if (!parts[2].StartsWith("200", StringComparison.Ordinal))
        {
            MceException error = Bodies.Refused(codec, exchange.Signature, contentType, body);
            Assert.Equal(parts[2], $"{error.Code}\n{error.Message}");
            return;
        }

        using InferenceInputs inputs = Bodies.Read(codec, exchange.Signature, contentType, body);
        using InferenceResponse response = await exchange.InvokeAsync(inputs);
        InferenceCodec answer = accept is not null ? Codecs.Single(c => new MediaType(accept).Is(c.MediaTypes[0])) : codec.AnswersInKind ? codec : Codecs[0];
        Assert.Null(answer.WhyNotWrite(exchange.Signature, new MediaType(accept)));
        Assert.Equal(HeaderOf(parts[2].Split('\n'), "Content-Type"), answer.GetContentType(new InferenceOutputs(response, new MediaType(accept), inputs.Form)));
        byte[] written = Exchange.Write(answer, response, accept ?? "", inputs.Form);
        Assert.Equal(Encoding.UTF8.GetString(Bytes(answer, parts[3])).TrimEnd('\n'), Encoding.UTF8.GetString(written).TrimEnd('\n'));
    }

    private static string? HeaderOf(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith($"{name}: ", StringComparison.Ordinal))?[(name.Length + 2)..];

    private static byte[] Bytes(InferenceCodec codec, string text) =>
        codec is OctetStreamCodec ? Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal)) : Encoding.UTF8.GetBytes(text);

    private static Task<Exchange> StartAsync(string model) => model switch
    {
        "sums" => Exchange.StartAsync(
            new ModelSignature([new TensorSpec("x", TensorElementType.Float32, [Batch, 3])], [new TensorSpec("y", TensorElementType.Float32, [Batch, 2])]),
            call =>
            {
                ReadOnlySpan<float> x = call.Values;
                Span<float> y = call.Context.AllocateOutput(0, TensorElementType.Float32, [x.Length / 3, 2]).AsSpan<float>();
                for (int row = 0; row < x.Length / 3; row++)
                {
                    y[2 * row] = x[3 * row] + x[(3 * row) + 1] + x[(3 * row) + 2];
                    y[(2 * row) + 1] = Math.Max(x[3 * row], Math.Max(x[(3 * row) + 1], x[(3 * row) + 2]));
                }
            }),
        "people" => Exchange.StartAsync(
            new ModelSignature(
                [new TensorSpec("age", TensorElementType.Int32, [Batch, 1]), new TensorSpec("name", TensorElementType.String, [Batch, 1])],
                [new TensorSpec("greeting", TensorElementType.String, [Batch]), new TensorSpec("adult", TensorElementType.Boolean, [Batch])]),
            call =>
            {
                ReadOnlySpan<int> ages = call.Context.GetInput(0)!.AsReadOnlySpan<int>();
                ReadOnlySpan<string> names = call.Context.GetInput(1)!.AsReadOnlySpan<string>();
                Span<string> greetings = call.Context.AllocateOutput(0, TensorElementType.String, [ages.Length]).AsSpan<string>();
                Span<bool> adults = call.Context.AllocateOutput(1, TensorElementType.Boolean, [ages.Length]).AsSpan<bool>();
                for (int i = 0; i < ages.Length; i++) (greetings[i], adults[i]) = ($"Hello, {names[i]}", ages[i] >= 18);
            }),
        "lengths" => Exchange.StartAsync(
            new ModelSignature([new TensorSpec("text", TensorElementType.String, [Batch, 1])], [new TensorSpec("length", TensorElementType.Int64, [Batch, 1])]),
            call =>
            {
                ReadOnlySpan<string> texts = call.Context.GetInput(0)!.AsReadOnlySpan<string>();
                Span<long> lengths = call.Context.AllocateOutput(0, TensorElementType.Int64, [texts.Length, 1]).AsSpan<long>();
                for (int i = 0; i < texts.Length; i++) lengths[i] = texts[i].Length;
            }),
        _ => throw new InvalidOperationException($"The documentation has an example for a model '{model}' that it doesn't describe."),
    };
}
