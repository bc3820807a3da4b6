using System.Diagnostics;
using System.Runtime.InteropServices;
using Mce.Fuzz;
using Mce.Fuzz.Cases;
using Mce.Fuzz.Runs;

if (args is [] or ["--help" or "-h" or "help"])
{
    Console.WriteLine(FuzzOptions.Help);
    return 0;
}

FuzzOptions options;
try
{
    options = FuzzOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}{Environment.NewLine}{Environment.NewLine}{FuzzOptions.Help}");
    return 2;
}

switch (options.Verb)
{
    case "worker":
        return await Worker.RunAsync(options.Formats[0], Console.In, Console.Out);
    case "list":
        foreach (FuzzFormat format in options.Formats)
            for (int i = 0; i < options.Cases; i++)
            {
                FuzzCase made = CaseFactory.Create(format, options.First + (ulong)i);
                Console.WriteLine($"{FuzzFormats.Name(format)} {made.Seed}: {made.Origin}, {string.Join("; ", made.Edits)} ({made.Bytes.Length} bytes)");
            }

        return 0;
    case "replay" when options.Keep is { } folder:
        FuzzCase kept = CaseFactory.Create(options.Formats[0], options.First);
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "case" + FuzzFormats.Extension(kept.Format)), kept.Bytes);
        foreach (SideFile file in kept.SideFiles) file.Create(folder);
        Console.WriteLine($"{kept.Origin}, {string.Join("; ", kept.Edits)}");
        return 0;
    case "replay" when options.Here:
        await using (var runner = new CaseRunner())
            Console.WriteLine(await runner.RunAsync(CaseFactory.Create(options.Formats[0], options.First)));
        return 0;
}

long began = Stopwatch.GetTimestamp();
var progress = new Progress(Console.Out, !Console.IsOutputRedirected, options.Cases * options.Formats.Count);
// A long run that is stopped tells what it found so far.
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var campaign = new Campaign(options, progress, stop.Token);
var results = new List<CaseResult>();
foreach (FuzzFormat format in options.Formats) results.AddRange(await campaign.RunAsync(format));

if (options.Verbose || options.Verb == "replay") results.ForEach(Console.WriteLine);
Report.Print(Console.Out, results, Stopwatch.GetElapsedTime(began));
if (options.Report is { } path) Report.Write(path, results, Stopwatch.GetElapsedTime(began));
return results.Any(r => r.IsFinding && r.Known is null) ? 1 : 0;
