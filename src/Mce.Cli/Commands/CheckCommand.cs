using System.CommandLine;
using Mce.Cli.Checking;
using Mce.Cli.Terminal;

namespace Mce.Cli.Commands;

/// <summary><c>mce check CASES.json</c>: many models against the outputs that they must give.</summary>
internal static class CheckCommand
{
    private const double MaxSeconds = 86_400;

    // Small models take little memory, but frameworks have threads of their own.
    private const int MaxDefaultJobs = 4;

    private static readonly Argument<string> Manifest = new("CASES.json")
    {
        Description = "The manifest: a JSON array of cases, see below.",
    };

    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "How long one case may take, loading included, before its process is ended.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 120,
    };

    private static readonly Option<int> Jobs = new("--jobs", "-j")
    {
        Description = "How many cases run side by side; large models always run alone.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MaxDefaultJobs),
    };

    private const string Lesson = """
        A manifest:
          [{"name":"digits", "model":"digits.onnx", "inputs":{"pixels":"in.npy"}, "outputs":{"scores":"out.npy"}, "rtol":1e-3, "atol":1e-5}]

        Files are .npy (or .json), absolute or relative to the manifest, as is the model. Keys that are exactly 0 to n-1 are positions in
        the model's own order. A case may also have "framework" and "settings". A number passes within atol + rtol * |expected|; where
        neither is given, floating point has 1e-5 and 1e-3, and whole numbers must be equal. NaN equals NaN. A case that names no output fails.

        Examples:
          mce check cases.json
          mce check cases.json --timeout 600 --jobs 1 | grep ^FAIL
          mce check cases.json --json > results.json

        Exit codes:
          0 all passed; 1 a case failed (or killed its process: the rest go on in another); 2 the manifest is none, or has no cases.
        """;

    public static Command Create()
    {
        var command = new Verb("check", "Runs many models and compares their outputs with files; a model that kills its process fails alone.", Lesson)
        {
            Manifest,
            Timeout,
            Jobs,
            CommonOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string manifest = arguments.GetRequiredValue(Manifest);
        CheckSettings settings = ReadSettings(arguments, manifest);
        await using var run = new CheckRun(settings);
        IReadOnlyList<ManifestEntry> entries = CaseManifest.Read(manifest);
        TextWriter output = arguments.InvocationConfiguration.Output;
        using var progress = new ProgressLine();
        bool json = arguments.GetValue(CommonOptions.Json);
        var report = new CheckReport(entries, json ? null : output, progress);
        await run.RunAsync(entries, report.Add, cancellationToken);
        progress.Dispose();
        CheckResults results = report.Results;
        await output.WriteAsync(json ? CliJson.Write(results) : $"{results.Passed} passed, {results.Failed} failed{Environment.NewLine}");
        return results.Failed == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static CheckSettings ReadSettings(ParseResult arguments, string manifest)
    {
        double seconds = arguments.GetValue(Timeout);
        if (!(seconds > 0 && seconds <= MaxSeconds)) throw new UsageException($"--timeout {seconds} is no time to wait: give seconds, more than 0 and at most {MaxSeconds}.");
        int jobs = arguments.GetValue(Jobs);
        if (jobs is < 1 or > 64) throw new UsageException($"--jobs {jobs} is no number of cases: give 1 to 64.");
        TextWriter? echo = arguments.GetValue(CommonOptions.Verbose) ? TextWriter.Synchronized(arguments.InvocationConfiguration.Error) : null;
        return new CheckSettings(Workbenches.PluginsFolder(arguments), CaseManifest.FolderOf(manifest), Workbenches.TrustManifest(arguments), TimeSpan.FromSeconds(seconds), jobs, echo);
    }
}
