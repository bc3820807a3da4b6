using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>Takes a body piece by piece. Reused for request after request; not thread-safe.</summary>
internal interface IBodySink
{
    /// <summary>Takes what it can of the body's next bytes; what it leaves comes again, with more behind it.</summary>
    /// <param name="buffer">From where the call before left off.</param>
    /// <param name="isFinal">Whether the body ends with it. Then all must be taken.</param>
    /// <returns>How many bytes were taken.</returns>
    long Take(in ReadOnlySequence<byte> buffer, bool isFinal);
}

/// <summary>Drives a sink over a body. No state machine is made for a body that is there already.</summary>
internal static class BodyPump
{
    public static ValueTask RunAsync<TSink>(TSink sink, PipeReader body, CancellationToken cancellationToken)
        where TSink : class, IBodySink
    {
        while (true)
        {
            ValueTask<ReadResult> read = body.ReadAsync(cancellationToken);
            if (!read.IsCompletedSuccessfully) return AwaitAsync(read, sink, body, cancellationToken);
            if (Step(read.Result, sink, body)) return ValueTask.CompletedTask;
        }
    }

    private static async ValueTask AwaitAsync<TSink>(ValueTask<ReadResult> read, TSink sink, PipeReader body, CancellationToken cancellationToken)
        where TSink : class, IBodySink
    {
        while (!Step(await read.ConfigureAwait(false), sink, body)) read = body.ReadAsync(cancellationToken);
    }

    private static bool Step<TSink>(in ReadResult result, TSink sink, PipeReader body)
        where TSink : class, IBodySink
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        // Also where the sink throws: a reader left in the middle of a read can't be drained by the server.
        SequencePosition consumed = buffer.End;
        try
        {
            if (result.IsCanceled) throw new OperationCanceledException("The read of the body was cancelled.");
            consumed = buffer.GetPosition(sink.Take(buffer, result.IsCompleted));
        }
        finally
        {
            body.AdvanceTo(consumed, buffer.End);
        }

        return result.IsCompleted;
    }
}
