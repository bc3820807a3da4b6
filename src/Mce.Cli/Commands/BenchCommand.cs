using System.CommandLine;
using Mce.Cli.Benching;
using Mce.Cli.Terminal;

namespace Mce.Cli.Commands;

/// <summary><c>mce bench MODEL</c>: how fast a model is, what it costs, and how to configure it.</summary>
internal static class BenchCommand
{
    private static readonly Option<string[]> Input = new("--input", "-i")
    {
        Description = "The file of an input, as for 'mce run'; its rows are repeated to fill a batch [default: made up by the model's signature; whole numbers are 0].",
        HelpName = "NAME=FILE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Batch = new("--batch")
    {
        Description = "Batch sizes, where the model leaves the first dimension open [default: those of 1,8,32 that it takes].",
        HelpName = "N,N,…",
    };

    private static readonly Option<string?> Concurrency = new("--concurrency")
    {
        Description = "Numbers of callers at a time [default: 1 and the number of cores].",
        HelpName = "N,N,…",
    };

    private static readonly Option<double> Duration = new("--duration")
    {
        Description = "How long each measurement takes, after its warm-up.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 2,
    };

    private static readonly Option<string?> Plot = new("--plot") { Description = "Draw throughput and latency into an SVG file.", HelpName = "FILE.svg" };

    private const string Lesson = """
        Every batch size is called by every number of callers; each sends its next call when the last one is answered. Made-up inputs are
        right for models whose work doesn't depend on what they see; give real ones to the others.

        Examples:
          mce bench model.onnx
          mce bench model.onnx --batch 1,16 --concurrency 1,2,4 --duration 10 --plot model.svg
          mce bench model.pt2 --input tokens=tokens.npy --json
          mce bench model.onnx --setting IntraOpThreads=2 --concurrency 1

        Exit codes:
          0 measured; 1 the model failed; 2 a file is missing or doesn't fit, or the model takes no batches or none of that size.
        """;

    public static Command Create()
    {
        var command = new Verb("bench", "Measures a model's latency, throughput and memory, and advises on its container's settings.", Lesson)
        {
            CommonOptions.Model,
            Input,
            Batch,
            Concurrency,
            Duration,
            Plot,
            CommonOptions.Framework,
            CommonOptions.Setting,
            CommonOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(arguments.GetRequiredValue(CommonOptions.Model));
        var asked = new BenchRequest(
            arguments.GetValue(Input) ?? [],
            arguments.GetValue(Batch),
            arguments.GetValue(Concurrency),
            arguments.GetValue(Duration));
        var container = new ContainerConfig
        {
            Name = "model",
            Framework = arguments.GetValue(CommonOptions.Framework) ?? ModelWorkbench.FrameworkOf(path),
            ModelPath = path,
            Settings = CommonOptions.ReadSettings(arguments),
            // One for each caller: what a queue costs is no figure of the model's.
            InstanceCount = asked.Concurrencies is null ? Environment.ProcessorCount : BenchPlan.Parse("--concurrency", asked.Concurrencies, BenchPlan.MaxConcurrency)[^1],
        };

        string? plot = arguments.GetValue(Plot);
        // Now, and not after minutes of measuring.
        if (plot is not null) await WritePlotAsync(plot, "", cancellationToken);
        BenchReport report;
        using (var progress = new ProgressLine())
        {
            await using ModelWorkbench workbench = Workbenches.Create(arguments, o => o.WarmUp = false);
            report = await new BenchRun(workbench, container, asked, progress).RunAsync(cancellationToken);
        }

        // The figures first: a disk that is full by now costs the drawing alone.
        await arguments.InvocationConfiguration.Output.WriteAsync(arguments.GetValue(CommonOptions.Json) ? CliJson.Write(report) : BenchText.Format(report));
        if (plot is not null) await WritePlotAsync(plot, BenchPlot.Draw(report), cancellationToken);
        return ExitCode.Success;
    }

    private static async Task WritePlotAsync(string path, string drawing, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, drawing, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"'{path}' (--plot) can't be written: {e.Message}", e);
        }
    }
}
