using System.Globalization;
using Mce.Fuzz.Cases;
using Mce.Fuzz.Runs;

namespace Mce.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed class FuzzOptions
{
    public const string Help = """
        Damages model files and opens them through the library, in child processes. The same seed gives the same file.

          Mce.Fuzz run FORMAT… [--cases N] [--first SEED] [--workers N] [--seconds N] [--memory MIB] [--report FILE] [--verbose]
          Mce.Fuzz replay FORMAT SEED [--keep FOLDER] [--here]
          Mce.Fuzz list FORMAT [--cases N] [--first SEED]

        FORMAT     onnx, mlnet, torch, or all
        --cases    how many seeds, from --first on (default 200)
        --first    the first seed (default 0)
        --workers  child processes at a time (default 1)
        --seconds  how long a case may take before it counts as hung (default 30)
        --memory   how large a child may grow before it counts as hungry (default 3072 MiB)
        --verbose  prints every case, not only findings
        --report   writes every count and every finding as JSON
        --keep     writes the case's files into a folder, and doesn't open them
        --here     opens the case in this process, for a debugger

        Exit code 0: nothing new; 1: findings that known-faults.json doesn't list; 2: a wrong command line.
        """;

    public string Verb { get; private set; } = "";

    public IReadOnlyList<FuzzFormat> Formats { get; private set; } = [];

    public int Cases { get; private set; } = 200;

    public ulong First { get; private set; }

    public int Workers { get; private set; } = 1;

    public RunLimits Limits { get; private set; } = new(TimeSpan.FromSeconds(30), 3072);

    public string? Report { get; private set; }

    public string? Keep { get; private set; }

    public bool Here { get; private set; }

    public bool Verbose { get; private set; }

    /// <exception cref="FormatException">What is wrong with the command line.</exception>
    public static FuzzOptions Parse(string[] arguments)
    {
        if (arguments is not [string verb, ..] || verb is not ("run" or "replay" or "list" or "worker")) throw new FormatException("The first word is run, replay or list.");
        var options = new FuzzOptions { Verb = verb };
        var formats = new List<FuzzFormat>();
        for (int i = 1; i < arguments.Length; i++)
        {
            string word = arguments[i];
            if (FuzzFormats.TryParse(word, out FuzzFormat format)) formats.Add(format);
            else if (word == "all") formats.AddRange(FuzzFormats.Models);
            else if (word == "--here") options.Here = true;
            else if (word == "--verbose") options.Verbose = true;
            else if (verb == "replay" && ulong.TryParse(word, CultureInfo.InvariantCulture, out ulong seed)) (options.First, options.Cases) = (seed, 1);
            else if (i + 1 < arguments.Length) options.Set(word, arguments[++i]);
            else throw new FormatException($"'{word}' is no format and no option with a value.");
        }

        options.Formats = formats.Count > 0 ? formats : throw new FormatException("Name a format: onnx, mlnet, torch or all.");
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--cases":
                Cases = (int)Number(name, value, int.MaxValue);
                break;
            case "--first":
                First = (ulong)Number(name, value, long.MaxValue);
                break;
            case "--workers":
                Workers = (int)Number(name, value, 256);
                break;
            case "--seconds":
                Limits = Limits with { Time = TimeSpan.FromSeconds(Number(name, value, 86_400)) };
                break;
            case "--memory":
                Limits = Limits with { MemoryMiB = Number(name, value, 1 << 20) };
                break;
            case "--report":
                Report = value;
                break;
            case "--keep":
                Keep = value;
                break;
            default:
                throw new FormatException($"There is no option '{name}'.");
        }
    }

    private static long Number(string name, string value, long maximum) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= maximum
            ? number
            : throw new FormatException($"{name} is '{value}'; it must be a number from 0 to {maximum}.");
}
