using System.Diagnostics;
using Mce;

namespace QuickStart;

/// <summary>How a model, or a pipeline of models, does on the held-out digits.</summary>
internal sealed record Evaluation(string Endpoint, string? Container, int Samples, double Accuracy, double MedianMicroseconds)
{
    public static async Task<Evaluation> RunAsync(MceServer server, DigitSet digits, string endpoint, string? container)
    {
        // One request and one input buffer for all images: the pixels change, the objects stay.
        var pixels = new float[64];
        using InferenceTensor input = InferenceTensor.FromArray(pixels, 1, 64);
        var request = new InferenceRequest(endpoint) { TargetContainer = container, Inputs = { ["pixels"] = input } };

        int right = 0;
        var microseconds = new double[digits.Images.Length];
        for (int i = 0; i < digits.Images.Length; i++)
        {
            digits.Images[i].CopyTo(pixels, 0);
            long began = Stopwatch.GetTimestamp();
            using InferenceResponse response = await server.InvokeAsync(request);
            microseconds[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            if (Predicted(response) == digits.Labels[i]) right++;
        }

        Array.Sort(microseconds);
        return new Evaluation(endpoint, container, digits.Images.Length, (double)right / digits.Images.Length, microseconds[microseconds.Length / 2]);
    }

    /// <summary>The digit with the highest score. Every model has one output with ten scores; its name differs.</summary>
    private static int Predicted(InferenceResponse response)
    {
        for (int i = 0; i < response.Count; i++)
            if (response[i].ElementType == TensorElementType.Float32 && response[i].ElementCount == 10)
                return IndexOfHighest(response[i].AsReadOnlySpan<float>());
        throw new InvalidOperationException($"'{response.Container}' has no output with ten scores.");
    }

    private static int IndexOfHighest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}
