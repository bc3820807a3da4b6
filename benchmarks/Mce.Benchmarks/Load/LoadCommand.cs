using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>The verb <c>load</c>: runs longer than those of <c>ratios</c>, with many callers.</summary>
internal static class LoadCommand
{
    // More than ever compute at a time here, so that there is always one to send the next call.
    private const int SpareSenders = 4;

    private static readonly Option<LoadScenario> Scenario = new("--scenario") { Description = "What is served.", DefaultValueFactory = _ => LoadScenario.Onnx };
    private static readonly Option<int> Rows = new("--rows") { Description = "Images in each call: how much there is to compute.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Instances = new("--instances") { Description = "Instances of each container.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<int> Queue = new("--queue") { Description = "How many calls may wait.", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<double?> Deadline = new("--deadline") { Description = "The deadline that each call brings.", HelpName = "MILLISECONDS" };
    private static readonly Option<double> Duration = new("--duration") { Description = "How long is measured.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "How long is run before that.", HelpName = "SECONDS", DefaultValueFactory = _ => 2 };
    private static readonly Option<string?> Save = new("--save") { Description = "Write all figures to a JSON file.", HelpName = "FILE.json" };
    private static readonly Option<string?> Plot = new("--plot") { Description = "Draw throughput and latency over time into an SVG file.", HelpName = "FILE.svg" };
    private static readonly Option<int> Callers = new("--callers") { Description = "How many call at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<double> Rate = new("--rate") { Description = "Calls a second.", Required = true };
    private static readonly Option<bool> Constant = new("--constant") { Description = "Calls at even distances, instead of as by chance (Poisson)." };
    private static readonly Argument<string[]> Names = new("name") { Description = $"Which of {string.Join(", ", LoadFigures.Names)} [default: all].", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<int> Connections = new("--connections") { Description = "Kept connections to each server.", DefaultValueFactory = _ => HttpLoadOptions.Default.Connections };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often the servers are called in turn.", DefaultValueFactory = _ => HttpLoadOptions.Default.Rounds };
    private static readonly Option<double> Slice = new("--slice") { Description = "How long each server is called in a round.", HelpName = "SECONDS", DefaultValueFactory = _ => HttpLoadOptions.Default.Slice.TotalSeconds };

    public static int Run(IReadOnlyList<string> arguments) => Create().Parse(arguments).Invoke();

    private static RootCommand Create()
    {
        var closed = new Command("closed", "Callers of which each sends its next call when the last one has ended.") { Callers };
        closed.SetAction(a => Run(a, a.GetValue(Callers)));
        var open = new Command("open", "Calls that come when they come, whatever becomes of those before; latencies count from when they were due.") { Rate, Constant };
        open.SetAction(a => RunOpen(a, a.GetValue(Rate), !a.GetValue(Constant)));
        foreach (Command command in (Command[])[closed, open])
            foreach (Option option in (Option[])[Scenario, Rows, Instances, Queue, Deadline, Duration, WarmUp, Save, Plot]) command.Options.Add(option);

        var figures = new Command("figures", "The figures that have a target, a line each; exit code 1 when one is short.") { Names };
        figures.SetAction(a => LoadFigures.Run(a.GetValue(Names) ?? [], Console.Out));
        var http = new Command("http", "The HTTP endpoint against servers written by hand, over loopback; exit code 1 when a figure is short.") { Connections, Rounds, Slice };
        http.SetAction(RunHttp);
        return new RootCommand("Puts a server under load, in this process or over HTTP.") { closed, open, http, figures };
    }

    private static int Run(ParseResult arguments, int callers)
    {
        ServerTarget target = ServerTarget.Start(Options(arguments));
        LoadTimeline timeline = ClosedLoop.Run(target, callers, Seconds(arguments, WarmUp), Seconds(arguments, Duration), LoadProgress.OfTerminal());
        return Finish(arguments, target, LoadReport.Of(target.Description, $"closed loop, {callers} callers", timeline));
    }

    private static int RunOpen(ParseResult arguments, double rate, bool isPoisson)
    {
        ServerTargetOptions options = Options(arguments);
        ServerTarget target = ServerTarget.Start(options);
        var loop = new OpenLoop(target, new Arrivals(rate, isPoisson, Stopwatch.GetTimestamp()), options.Instances + SpareSenders);
        LoadTimeline timeline = loop.Run(Seconds(arguments, WarmUp), Seconds(arguments, Duration), LoadProgress.OfTerminal());
        string load = string.Create(CultureInfo.InvariantCulture, $"open loop, {rate:0.###} calls a second, {(isPoisson ? "Poisson" : "constant")}");
        return Finish(arguments, target, LoadReport.Of(target.Description, load, timeline) with { SentLateP99 = LoadSummary.Milliseconds(loop.Lateness.At(0.99)), Lost = loop.Lost, Unsent = loop.Unsent });
    }

    private static int RunHttp(ParseResult arguments) => LoadFigures.Print(
        HttpFigures.Measure(new HttpLoadOptions { Connections = arguments.GetValue(Connections), Rounds = arguments.GetValue(Rounds), Slice = Seconds(arguments, Slice) }),
        Console.Out);

    private static int Finish(ParseResult arguments, ServerTarget target, LoadReport report)
    {
        Console.WriteLine(report);
        if (arguments.GetValue(Save) is { } json) File.WriteAllText(json, report.ToJson());
        if (arguments.GetValue(Plot) is { } svg) File.WriteAllText(svg, LoadPlot.Draw(report));
        if (report.Lost == 0) target.DisposeAsync().AsTask().GetAwaiter().GetResult(); // else it would wait for them
        return report.Total.Failed + report.Lost == 0 ? 0 : 1;
    }

    private static ServerTargetOptions Options(ParseResult arguments) => new()
    {
        Scenario = arguments.GetValue(Scenario),
        Rows = arguments.GetValue(Rows),
        Instances = arguments.GetValue(Instances),
        QueueLength = arguments.GetValue(Queue),
        Deadline = arguments.GetValue(Deadline) is { } deadline ? TimeSpan.FromMilliseconds(deadline) : null,
    };

    private static TimeSpan Seconds(ParseResult arguments, Option<double> option) => TimeSpan.FromSeconds(arguments.GetValue(option));
}
