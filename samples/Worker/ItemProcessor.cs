using Mce;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Takes one item from its file to its result. Thread-safe; an item is not to be processed twice at a time.</summary>
internal sealed partial class ItemProcessor(IInferenceServer server, WorkFolder folder, WorkerOptions options, TimeProvider time, ILogger<ItemProcessor> logger)
{
    private readonly RetryPolicy _retries = new(options.MaxAttempts, options.FirstRetryAfter, time);
    private int _answered;
    private int _failed;

    /// <summary>Results that were written, those with an error among them.</summary>
    public int Answered => _answered;

    public int Failed => _failed;

    /// <summary>The order is what makes it safe: the result stands before the item leaves the inbox.</summary>
    /// <exception cref="OperationCanceledException">The worker stops while the item waits for its next attempt; it has no result yet.</exception>
    /// <exception cref="IOException">The disk fails or is full; the item has no result yet, or lies in the inbox still.</exception>
    public async Task ProcessAsync(string item, CancellationToken stopping)
    {
        // A worker that was killed between the two steps below, or an item that came a second time.
        if (!folder.IsAnswered(item))
        {
            if (await AnswerAsync(item, stopping) is not { } result) return;
            folder.Answer(item, result.ToJson());
            Count(result);
        }

        folder.PutAside(item);
    }

    private async Task<ItemResult?> AnswerAsync(string item, CancellationToken stopping)
    {
        int attempts = 0;
        try
        {
            float[] image = DigitImage.Read(folder.PathOf(item), options.MaxItemBytes);
            return await _retries.RunAsync(
                async () =>
                {
                    attempts++;
                    (int digit, float score) = await ClassifyAsync(image, item);
                    return new ItemResult(item, attempts, time.GetUtcNow()) { Digit = digit, Score = score };
                },
                stopping);
        }
        catch (FileNotFoundException)
        {
            // Its owner took it back.
            return null;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or ObjectDisposedException))
        {
            // Also a mistake in this program: one bad item is not to stop the others, and is not to be met again. A failing disk, or a
            // server that was closed before its time, is not the item's fault: that stays without a result.
            string code = e is MceException known ? known.Code : e is InvalidDataException ? "item.invalid" : "item.failed";
            return new ItemResult(item, attempts, time.GetUtcNow()) { Error = new ItemError(code, e.Message) };
        }
    }

    private async ValueTask<(int Digit, float Score)> ClassifyAsync(float[] image, string item)
    {
        using InferenceTensor pixels = InferenceTensor.FromArray(image, 1, DigitImage.Pixels);
        var request = new InferenceRequest("digits")
        {
            TargetContainer = "onnx",
            Inputs = { ["pixels"] = pixels },
            Timeout = options.Deadline,
            InferenceId = item,
        };
        // Without the stopping token: what was begun is finished, and the deadline bounds it.
        using InferenceResponse response = await server.InvokeAsync(request, CancellationToken.None);
        ReadOnlySpan<float> scores = response["scores"].AsReadOnlySpan<float>();
        int digit = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[digit]) digit = i;
        return (digit, scores[digit]);
    }

    private void Count(ItemResult result)
    {
        Interlocked.Increment(ref _answered);
        if (result.Error is null)
        {
            LogAnswered(result.Item, result.Digit!.Value);
            return;
        }

        Interlocked.Increment(ref _failed);
        LogFailed(result.Item, result.Error.Code, result.Error.Message);
    }

    [LoggerMessage(LogLevel.Information, "{Item} → {Digit}")]
    private partial void LogAnswered(string item, int digit);

    [LoggerMessage(LogLevel.Warning, "{Item} failed: {Code}, {Reason}")]
    private partial void LogFailed(string item, string code, string reason);
}
