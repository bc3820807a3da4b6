using System.Diagnostics.CodeAnalysis;

namespace Mce.OnnxVectors;

/// <summary>The child process: runs the vectors whose folders it reads, and says how each went.</summary>
internal static class Worker
{
    public const string Passed = "PASS";

    /// <summary>One line an answer: <see cref="Passed"/>, or why not.</summary>
    public static int Run(string side)
    {
        using IRunner runner = side == "bare" ? new BareRunner() : new MceRunner();
        while (Console.ReadLine() is { } folder) Console.WriteLine(Check(runner, folder) ?? Passed);
        return 0;
    }

    /// <summary>Why a vector fails, or null.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any error is a vector that failed.")]
    public static string? Check(IRunner runner, string folder)
    {
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            VectorModel model = VectorModel.Read(path);
            string[] sets = [.. Directory.GetDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal)];
            if (sets.Length == 0) return "no data set";
            VectorValue[][] expected = Array.ConvertAll(sets, set => Values(set, "output", model.Outputs));
            int run = 0;
            foreach (VectorValue[] actual in runner.Run(path, model, sets.Select(set => Values(set, "input", model.Inputs))))
            {
                for (int i = 0; i < expected[run].Length; i++)
                    if (Comparison.Difference(expected[run][i], actual[i]) is { } why) return $"output {i} of {Path.GetFileName(sets[run])}: {why}";
                run++;
            }

            return null;
        }
        catch (Exception e)
        {
            string code = e is MceException mce ? $"[{mce.Code}] " : $"{e.GetType().Name}: ";
            return (code + e.Message).ReplaceLineEndings(" ");
        }
    }

    private static VectorValue[] Values(string set, string role, IReadOnlyList<(string Name, SlotType Type)> slots)
    {
        int count = Directory.GetFiles(set, $"{role}_*.pb").Length;
        return [.. Enumerable.Range(0, count).Select(i => VectorFile.Read(Path.Combine(set, $"{role}_{i}.pb"), slots[i].Type))];
    }
}
