using Mce;

namespace CustomPlugin;

/// <summary>Runs the model. Allocates nothing itself: outputs lie in the caller's or the server's memory.</summary>
internal sealed class LinearInstance(LinearFile file, Activation activation) : IModelInstance
{
    private const int ScoresSlot = 0;
    private const int LabelSlot = 1;

    private volatile bool _disposed;

    public void Execute(ModelExecutionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ObjectDisposedException.ThrowIf(_disposed, this);
        CancellationToken token = context.CancellationToken;
        token.ThrowIfCancellationRequested();

        // The server has validated type and shape against the signature and made the input contiguous.
        InferenceTensor x = context.GetInput(0)!;
        long batch = x.Dimensions[0];
        ReadOnlySpan<float> rows = x.AsReadOnlySpan<float>();
        Span<float> scores = context.AllocateOutput(ScoresSlot, TensorElementType.Float32, [batch, file.Classes]).AsSpan<float>();
        Span<string> labels = file.Labels is null ? default : context.AllocateOutput(LabelSlot, TensorElementType.String, [batch]).AsSpan<string>();

        for (int row = 0; row < batch; row++)
        {
            token.ThrowIfCancellationRequested();
            Span<float> result = scores.Slice(row * file.Classes, file.Classes);
            Score(rows.Slice(row * file.Features, file.Features), result);
            if (file.Labels is not null) labels[row] = file.Labels[IndexOfLargest(result)];
            if (activation == Activation.Softmax) Softmax(result);
        }
    }

    public void Dispose() => _disposed = true;

    private void Score(ReadOnlySpan<float> features, Span<float> result)
    {
        // The memory isn't cleared: every element is written before it is read.
        file.Bias.CopyTo(result);
        for (int i = 0; i < features.Length; i++)
        {
            ReadOnlySpan<float> weights = file.Weights.AsSpan(i * result.Length, result.Length);
            for (int j = 0; j < result.Length; j++) result[j] += features[i] * weights[j];
        }
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }

    private static void Softmax(Span<float> values)
    {
        // Less the largest, so that no exponential overflows.
        float largest = values[IndexOfLargest(values)], sum = 0;
        foreach (ref float value in values) sum += value = MathF.Exp(value - largest);
        foreach (ref float value in values) value /= sum;
    }
}
