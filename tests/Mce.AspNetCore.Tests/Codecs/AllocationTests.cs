using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>What a warm request costs in garbage, the codec's part alone.</summary>
public sealed class AllocationTests
{
    private const int Requests = 1000;
    private static readonly ModelSignature Signature = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 64])],
        [new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 64])]);

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/octet-stream", false)]
    [InlineData("application/octet-stream; dtype=float32; shape=\"2,64\"", false)]
    public void Read_Warm_MakesNoGarbage(string contentType, bool byName)
    {
        float[] values = [.. Enumerable.Range(0, 128).Select(i => i / 7f)];
        byte[] body = contentType.StartsWith("application/json", StringComparison.Ordinal)
            ? System.Text.Encoding.UTF8.GetBytes(byName
                ? $"{{\"instances\":[{{\"x\":{List(values[..64])}}},{{\"x\":{List(values[64..])}}}]}}"
                : $"{{\"instances\":[{List(values[..64])},{List(values[64..])}]}}")
            : System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray();
        InferenceCodec codec = InferenceCodecs.CreateDefault().First(c => new MediaType(contentType).Is(c.MediaTypes[0]));
        var reader = new RepeatingReader(body);
        using var inputs = new InferenceInputs();

        long garbage = Measure(() =>
        {
            inputs.Begin(Signature, new MediaType(contentType));
            ValueTask read = codec.ReadAsync(inputs, reader, CancellationToken.None);
            if (!read.IsCompletedSuccessfully) throw new InvalidOperationException("The body was there.");
            inputs.End();
        });

        Assert.Equal(0, garbage);
        Assert.Equal(values, inputs[0].Tensor.ToArray<float>());

        static string List(float[] row) => System.Text.Json.JsonSerializer.Serialize(row);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task Write_Warm_MakesNoGarbage(string mediaType)
    {
        await using Exchange exchange = await Exchange.StartAsync(Signature, null);
        using InferenceTensor tensor = InferenceTensor.FromArray(Enumerable.Range(0, 128).Select(i => i / 7f).ToArray(), 2, 64);
        using InferenceResponse response = await exchange.InvokeAsync(tensor);
        InferenceCodec codec = InferenceCodecs.CreateDefault().First(c => c.MediaTypes[0] == mediaType);
        var outputs = new InferenceOutputs(response, default, BodyForm.Rows);
        var body = new ArrayBufferWriter<byte>(1 << 16);

        long garbage = Measure(() =>
        {
            body.ResetWrittenCount();
            _ = codec.GetContentType(outputs);
            _ = codec.GetLength(outputs);
            codec.Write(outputs, body);
        });

        Assert.Equal(0, garbage);
        Assert.NotEqual(0, body.WrittenCount);
    }

    private static long Measure(Action request)
    {
        for (int i = 0; i < 100; i++) request();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Requests; i++) request();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
    }

    /// <summary>Has the same body again and again, as a connection has requests.</summary>
    private sealed class RepeatingReader(byte[] body) : PipeReader
    {
        public override bool TryRead(out ReadResult result)
        {
            result = new ReadResult(new ReadOnlySequence<byte>(body), isCanceled: false, isCompleted: true);
            return true;
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            TryRead(out ReadResult result);
            return new ValueTask<ReadResult>(result);
        }

        public override void AdvanceTo(SequencePosition consumed)
        {
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
        }

        public override void CancelPendingRead()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
