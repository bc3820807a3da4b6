using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>What a client can make a server hold.</summary>
public sealed class MemoryTests
{
    private const int Large = 64 << 20; // more than all other tests of the process hold at once

    [Theory]
    [InlineData("application/json", TensorElementType.Float32, "0,")]
    [InlineData("application/json", TensorElementType.String, "\"\",")]
    [InlineData("text/csv", TensorElementType.Float64, "0\n")]
    public void Read_ManyValuesForFewElements_StopsEarly(string contentType, TensorElementType type, string value)
    {
        var spec = new TensorSpec("x", type, [TensorDimension.Fixed(1)]);
        InferenceCodec codec = contentType == "text/csv" ? new CsvCodec() : new JsonCodec();
        string body = $"{(contentType == "text/csv" ? "" : "[")}{string.Concat(Enumerable.Repeat(value, 1_000_000))}";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var signature = new ModelSignature([spec], [spec]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        MceException error = Bodies.Refused(codec, signature, contentType, bytes);

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 10);
    }

    [Fact]
    public async Task Read_BytesOfAClientThatLeaves_AreLetGo()
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));

        long held = await HoldsAfterAsync(new OctetStreamCodec(), TensorElementType.Bytes, pipe.Reader, async () =>
        {
            for (int i = 0; i < Large / (1 << 20); i++) await pipe.Writer.WriteAsync(new byte[1 << 20]);
            await pipe.Writer.CompleteAsync(new IOException("gone"));
        });

        Assert.InRange(held, long.MinValue, Large / 2);
    }

    [Fact]
    public async Task Read_LargeQuotedField_IsLetGo()
    {
        byte[] body = new byte[Large];
        Array.Fill(body, (byte)'"');

        long held = await HoldsAfterAsync(new CsvCodec(), TensorElementType.Float32, PipeReader.Create(new ReadOnlySequence<byte>(body)), () => Task.CompletedTask);

        Assert.InRange(held, long.MinValue, Large / 4);
        GC.KeepAlive(body);
    }

    private static async Task<long> HoldsAfterAsync(InferenceCodec codec, TensorElementType type, PipeReader body, Func<Task> send)
    {
        var spec = new TensorSpec("x", type, [TensorDimension.Dynamic("n")]);
        using var inputs = new InferenceInputs();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await ReadAsync();
        inputs.End();
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(inputs);
        return held;

        async Task ReadAsync()
        {
            inputs.Begin(new ModelSignature([spec], [spec]), new MediaType(codec.MediaTypes[0]));
            Task read = BeginAsync();
            await send();
            await Assert.ThrowsAnyAsync<Exception>(() => read);
            await body.CompleteAsync();
        }

        // What it throws at once, too, is the task's.
        async Task BeginAsync() => await codec.ReadAsync(inputs, body, default);
    }
}
