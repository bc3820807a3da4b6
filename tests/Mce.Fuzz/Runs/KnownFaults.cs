using System.Text.Json;

namespace Mce.Fuzz.Runs;

/// <summary>Findings that nobody can mend here, each told in docs/trust.md with what a host should do.</summary>
internal sealed class KnownFaults
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly KnownFault[] _faults;

    private KnownFaults(KnownFault[] faults) => _faults = faults;

    public static KnownFaults Read() =>
        new(JsonSerializer.Deserialize<KnownFault[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "known-faults.json")), Options)!);

    /// <summary>Marks a finding that is known.</summary>
    public CaseResult Mark(CaseResult result) => result with { Known = _faults.FirstOrDefault(f => f.Covers(result))?.Why };
}

/// <summary>A fault that is known.</summary>
/// <param name="Format">The format's name.</param>
/// <param name="Outcome">How its cases end.</param>
/// <param name="Contains">A part of the case's edit or message; null = any.</param>
/// <param name="Why">The heading in docs/trust.md.</param>
internal sealed record KnownFault(string Format, CaseOutcome Outcome, string? Contains, string Why)
{
    public bool Covers(CaseResult result) =>
        result.IsFinding && result.Format == Format && result.Outcome == Outcome
        && (Contains is null || result.Edit.Contains(Contains, StringComparison.Ordinal) || result.Message.Contains(Contains, StringComparison.Ordinal));
}
