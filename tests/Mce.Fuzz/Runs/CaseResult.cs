namespace Mce.Fuzz.Runs;

/// <summary>What one case did.</summary>
/// <param name="Format">The format's name.</param>
/// <param name="Seed">The case's seed.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Origin">The model that it was made from.</param>
/// <param name="Edit">What was done to that.</param>
/// <param name="Message">The error's text, or what a dead process said last.</param>
/// <param name="PeakMiB">The most memory that the process had at once.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record CaseResult(string Format, ulong Seed, CaseOutcome Outcome, string Origin, string Edit, string Message, long PeakMiB, double Milliseconds)
{
    public bool IsFinding => Outcome >= CaseOutcome.Nameless;

    /// <summary>Why it is no news: the known fault that it shows.</summary>
    public string? Known { get; init; }

    public override string ToString() => $"{Format} {Seed} {Outcome}: {Origin}, {Edit}{(Message.Length == 0 ? "" : $" → {Message}")}";
}
