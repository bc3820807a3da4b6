using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Mce.Worker.Tests;

/// <summary>The held-out digits, and what the model says to each when ONNX Runtime is called by hand.</summary>
internal static class Digits
{
    private static readonly string[] Rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits-heldout.csv")).Skip(1)];

    private static readonly Lazy<int[]> Answers = new(AskTheModel);

    /// <summary>An item's content: 64 numbers. After the last image comes the first again.</summary>
    public static string Csv(int index) => Rows[index % Rows.Length].Split(',', count: 2)[1];

    public static int AnswerTo(int index) => Answers.Value[index % Rows.Length];

    private static int[] AskTheModel()
    {
        using var session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, "models", "digits.onnx"));
        using var options = new RunOptions();
        return [.. Rows.Select((_, i) =>
        {
            float[] pixels = [.. Csv(i).Split(',').Select(p => float.Parse(p, CultureInfo.InvariantCulture))];
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 64]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["pixels"], [input], ["scores"]);
            float[] scores = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            return Array.IndexOf(scores, scores.Max());
        })];
    }
}
