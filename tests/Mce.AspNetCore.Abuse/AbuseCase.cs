namespace Mce.AspNetCore.Abuse;

/// <summary>One connection: what is sent on it, and what must come back.</summary>
/// <param name="Name">What kind of abuse it is.</param>
/// <param name="Parts">Sent one after the other.</param>
/// <param name="Statuses">Those that are right, one answer for each request; an empty list where nobody waits for an answer.</param>
internal sealed record AbuseCase(string Name, IReadOnlyList<byte[]> Parts, params IReadOnlyList<int> Statuses)
{
    /// <summary>The wait between two parts.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>How the client leaves where it doesn't wait for an answer.</summary>
    public Leaving Leaving { get; init; }

    /// <summary>How many answers are awaited on the connection.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>The error type that must stand in the answer; null = any, or none.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What a ModelError's OriginalStatusCode must be.</summary>
    public int? OriginalStatus { get; init; }
}
