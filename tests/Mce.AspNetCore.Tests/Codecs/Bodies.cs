using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>How the bytes of one body reach a codec.</summary>
public enum Delivery
{
    Whole,
    ByteByByte,
    RandomPieces,
    Segments,
}

/// <summary>Reads bodies with a codec, without a server.</summary>
internal static class Bodies
{
    public static InferenceInputs Read(InferenceCodec codec, ModelSignature signature, string contentType, byte[] body, Delivery delivery = Delivery.Whole, int seed = 1)
    {
        var inputs = new InferenceInputs();
        try
        {
            inputs.Begin(signature, new MediaType(contentType));
            ReadInto(codec, inputs, body, delivery, seed);
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    public static InferenceInputs Read(InferenceCodec codec, ModelSignature signature, string contentType, string body) =>
        Read(codec, signature, contentType, Encoding.UTF8.GetBytes(body));

    public static MceException Refused(InferenceCodec codec, ModelSignature signature, string contentType, byte[] body) =>
        Assert.Throws<MceException>(() => Read(codec, signature, contentType, body).Dispose());

    public static MceException Refused(InferenceCodec codec, ModelSignature signature, string contentType, string body) =>
        Refused(codec, signature, contentType, Encoding.UTF8.GetBytes(body));

    public static void ReadInto(InferenceCodec codec, InferenceInputs inputs, byte[] body, Delivery delivery, int seed)
    {
        if (delivery is Delivery.Whole or Delivery.Segments)
        {
            ReadOnlySequence<byte> sequence = delivery == Delivery.Whole ? new ReadOnlySequence<byte>(body) : Segment.Chain(Cut(body, Delivery.RandomPieces, seed));
            Task read = codec.ReadAsync(inputs, PipeReader.Create(sequence), CancellationToken.None).AsTask();
            Assert.True(read.IsCompleted);
            read.GetAwaiter().GetResult();
            return;
        }

        // Everything runs inline: a flush returns when the codec has taken the piece and waits for the next.
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        Task task = codec.ReadAsync(inputs, pipe.Reader, CancellationToken.None).AsTask();
        foreach (byte[] piece in Cut(body, delivery, seed))
        {
            if (task.IsCompleted) break;
            pipe.Writer.WriteAsync(piece).AsTask().GetAwaiter().GetResult();
        }

        pipe.Writer.Complete();
        task.GetAwaiter().GetResult();
        pipe.Reader.Complete();
    }

    /// <summary>The completed inputs as text: name, type, shape and every element, bit by bit.</summary>
    public static string Show(InferenceInputs inputs) =>
        string.Join("\n", Enumerable.Range(0, inputs.Count).Where(i => inputs[i].IsComplete).Select(i => $"{inputs[i].Spec.Name} {TensorText.Show(inputs[i].Tensor)}"));

    private static IEnumerable<byte[]> Cut(byte[] body, Delivery delivery, int seed)
    {
        var random = new Random(seed);
        for (int start = 0; start < body.Length;)
        {
            int length = Math.Min(body.Length - start, delivery == Delivery.ByteByByte ? 1 : random.Next(1, 40));
            yield return body[start..(start + length)];
            start += length;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Chain(IEnumerable<byte[]> pieces)
        {
            Segment? first = null;
            Segment? last = null;
            foreach (byte[] piece in pieces)
            {
                var next = new Segment { Memory = piece, RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length };
                if (last is not null) last.Next = next;
                first ??= next;
                last = next;
            }

            return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
        }
    }
}
