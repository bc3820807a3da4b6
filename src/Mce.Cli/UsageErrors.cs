using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mce.Cli;

/// <summary>Says what is wrong with a command line, in one line.</summary>
internal static class UsageErrors
{
    // How far a word may be from what was meant: two typing mistakes.
    private const int MaxDistance = 2;

    public static UsageException Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = PathOf(parsed);
        string help = $"'{path} --help' says more.";
        // A mistyped option before MODEL is taken for it, and MODEL then for a word too many.
        string? mistaken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(IsNoFile);
        if ((mistaken ?? (parsed.UnmatchedTokens is [string first, ..] ? first : null)) is { } unknown)
        {
            bool isOption = unknown.StartsWith('-');
            bool isVerb = !isOption && command.Subcommands.Count > 0;
            string kind = isOption ? "option" : isVerb ? "verb" : "argument";
            string[] known = isOption
                ? [.. Options(parsed).Select(o => o.Name).Order(StringComparer.Ordinal)]
                : [.. command.Subcommands.Select(c => c.Name)];
            string list = known.Length == 0 ? "" : $" There are: {string.Join(", ", known)}.";
            string guess = known.Where(k => Distance(k, unknown) <= MaxDistance).MinBy(k => Distance(k, unknown)) is { } near ? $" Did you mean '{near}'?" : "";
            return new UsageException($"'{path}' knows no {kind} '{unknown}'.{guess}{list} {help}");
        }

        if (command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a)?.Tokens is not { Count: > 0 }) is { } lacking)
            return new UsageException($"'{path}' lacks {lacking.Name}. {lacking.Description} {help}");

        return command.Subcommands.Count > 0
            ? new UsageException($"A verb is missing. There are: {string.Join(", ", command.Subcommands.Select(c => c.Name))}. {help}")
            : new UsageException($"{parsed.Errors[0].Message} {help}");
    }

    /// <summary>Whether a word where a file is expected looks like an option.</summary>
    public static bool HasMistakenOption(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Any(t => IsNoFile(t.Value));

    private static bool IsNoFile(string word) => word.StartsWith("--", StringComparison.Ordinal) && !File.Exists(word);

    /// <summary>Refuses empty words: a shell's variable that isn't set makes them, and no path, name or list is one.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public static void ThrowIfEmpty(ParseResult parsed)
    {
        for (CommandResult? command = parsed.CommandResult; command is not null; command = command.Parent as CommandResult)
        {
            if (command.Children.FirstOrDefault(c => c.Tokens.Any(t => t.Value.Length == 0)) is not { } empty) continue;
            string name = empty switch
            {
                OptionResult option => option.Option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => "an argument",
            };
            throw new UsageException($"'{PathOf(parsed)}' got an empty text for {name}; a variable of the shell may not be set. '{PathOf(parsed)} --help' says more.");
        }
    }

    private static string PathOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "mce" : $"mce {parsed.CommandResult.Command.Name}";

    private static IEnumerable<Option> Options(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive)).DistinctBy(o => o.Name);

    /// <summary>How many letters must be put in, left out or changed to make one word of the other.</summary>
    internal static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
