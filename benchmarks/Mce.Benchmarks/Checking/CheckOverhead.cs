using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Mce.Benchmarks;

/// <summary>The verb <c>check</c>: what <c>mce check</c> costs beyond ONNX Runtime's own work, process starts included.</summary>
internal static class CheckOverhead
{
    private const int Models = 1_000;
    private const int Pairs = 7;
    private const double Target = 1.3;

    /// <returns>1 when the figure is short of its target, else 0.</returns>
    public static int Run(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("mce-check-").FullName;
        try
        {
            string manifest = ManyModels.Write(folder, Models);
            string command = Program("mce"), bare = Program("bare-check");
            // Once each: the files into the page cache, and a look at the answers.
            Time(bare, manifest);
            Time(command, "check", manifest);

            var ratios = new double[Pairs];
            var seconds = new List<(double Bare, double Command)>();
            for (int i = 0; i < Pairs; i++)
            {
                // Every other pair begins with the other: a drift of the machine's speed then falls on both.
                double a, b;
                if (i % 2 == 0) (a, b) = (Time(bare, manifest), Time(command, "check", manifest));
                else (b, a) = (Time(command, "check", manifest), Time(bare, manifest));
                ratios[i] = b / a;
                seconds.Add((a, b));
            }

            Array.Sort(ratios);
            string reason = string.Create(
                CultureInfo.InvariantCulture,
                $"mce check of {Models} models ({seconds.Min(s => s.Command):F2} s at best) against ONNX Runtime's own API ({seconds.Min(s => s.Bare):F2} s); pairs {ratios[0]:F2} to {ratios[^1]:F2}");
            var figure = new Figure("check.overhead", ratios[Pairs / 2], Target, reason);
            output.WriteLine(figure);
            return figure.IsShort ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Time(string program, params string[] arguments)
    {
        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        string[] lines = text.TrimEnd().Split('\n');
        if (lines[^1].Trim() != $"{Models} passed, 0 failed") throw new InvalidOperationException($"{program}: {lines.FirstOrDefault(l => l.StartsWith("FAIL", StringComparison.Ordinal)) ?? lines[^1]}");
        return seconds;
    }

    private static string Program(string key)
    {
        string path = typeof(CheckOverhead).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
        return OperatingSystem.IsWindows() ? path + ".exe" : path;
    }
}
