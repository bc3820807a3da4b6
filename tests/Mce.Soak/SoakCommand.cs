using System.CommandLine;
using System.Text.Json;
using Mce.Soak.Memory;
using Mce.Soak.Runs;
using Mce.Soak.Scripted;
using Mce.Soak.Services;

namespace Mce.Soak;

/// <summary>The verbs of the program.</summary>
internal static class SoakCommand
{
    private static readonly Option<int> Count = new("--count") { Description = "Changes and scalings together.", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Callers = new("--callers") { Description = "How many send requests at a time.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of everything that chance decides.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Lie = new("--lie") { Description = "Lets a scripted model answer wrong now and then: a run that doesn't notice is broken." };
    private static readonly Option<string?> Report = new("--report") { Description = "Write counts and memory samples to a JSON file.", HelpName = "FILE.json" };
    private static readonly Option<ModelKinds> Models = new("--models") { Description = "What is served.", DefaultValueFactory = _ => ModelKinds.All };

    public static RootCommand Create()
    {
        var swap = new Command("swap", "Live changes and scalings under load; each answer must be the right model's.") { Count, Models, Callers, Seed, Lie, Report };
        swap.SetAction(SwapAsync);
        var soak = new Command("soak", "Changes, scalings, cancellations, deadlines and bursts at once; memory must stay flat.") { Minutes, Models, Callers, Seed, Report };
        soak.SetAction(SoakAsync);
        return new RootCommand("Changes a server while it runs, and looks for what is lost, wrong or left over.") { swap, soak };
    }

    private static Task<int> SwapAsync(ParseResult arguments, CancellationToken cancellationToken) => InFolderAsync(async folder =>
    {
        World world = await World.CreateAsync(arguments.GetValue(Models), folder, SwapRun.QueueLength, new ScriptedBackend { Lies = arguments.GetValue(Lie) });
        var run = new SwapRun(world, arguments.GetValue(Count), arguments.GetValue(Callers), arguments.GetValue(Seed));
        var progress = new Progress(Console.Out, !Console.IsOutputRedirected);
        await run.RunAsync(progress, cancellationToken);
        progress.Clear();
        return Finish(arguments, run.Tally, null);
    });

    private static Task<int> SoakAsync(ParseResult arguments, CancellationToken cancellationToken) => InFolderAsync(async folder =>
    {
        World world = await World.CreateAsync(arguments.GetValue(Models), folder, SoakRun.QueueLength, new ScriptedBackend(), withSlow: true);
        var run = new SoakRun(world, TimeSpan.FromMinutes(arguments.GetValue(Minutes)), arguments.GetValue(Callers), arguments.GetValue(Seed));
        var progress = new Progress(Console.Out, !Console.IsOutputRedirected);
        await run.RunAsync(progress, cancellationToken);
        progress.Clear();
        return Finish(arguments, run.Tally, run.Memory);
    });

    private static int Finish(ParseResult arguments, Tally tally, MemorySampler? memory)
    {
        Dictionary<Event, long> counts = Enum.GetValues<Event>().ToDictionary(e => e, e => tally[e]);
        foreach ((Event what, long count) in counts) Console.WriteLine($"{what.ToString().ToLowerInvariant(),-10} {count,12:N0}");
        foreach (string fault in tally.FirstFaults) Console.WriteLine(fault);
        bool isFlat = true;
        if (memory is not null)
        {
            Console.WriteLine($"resident   {memory.Resident?.ToString() ?? "too short a run to tell"}");
            Console.WriteLine($"managed    {memory.Managed?.ToString() ?? "too short a run to tell"}");
            isFlat = memory.Resident is not { IsFlat: false } && memory.Managed is not { IsFlat: false };
        }

        if (arguments.GetValue(Report) is { } path)
            File.WriteAllText(path, JsonSerializer.Serialize(new { Counts = counts, Faults = tally.FirstFaults, memory?.Resident, memory?.Managed, Samples = memory?.Samples ?? [] }, JsonSerializerOptions.Web));
        return tally.Faults == 0 && isFlat ? 0 : 1;
    }

    private static async Task<int> InFolderAsync(Func<string, Task<int>> run)
    {
        // Callers compute on the threads of the pool, and so must never wait for one.
        ThreadPool.SetMinThreads(128, 16);
        string folder = Directory.CreateTempSubdirectory("mce-soak-").FullName;
        try
        {
            return await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
