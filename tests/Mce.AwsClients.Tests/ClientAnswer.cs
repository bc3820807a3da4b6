namespace Mce.AwsClients.Tests;

/// <summary>What a client made of the server's answer.</summary>
/// <param name="Status">The HTTP status, from the client's metadata; 0 = the server gave no answer.</param>
/// <param name="RequestId">The request id, from the client's metadata.</param>
public sealed record ClientAnswer(int Status, string? RequestId)
{
    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public string? Variant { get; init; }

    public string? CustomAttributes { get; init; }

    /// <summary>The error code; null = no error.</summary>
    public string? Error { get; init; }

    /// <summary>The name of the class that the client threw.</summary>
    public string? Exception { get; init; }

    /// <summary>Whether that is the class that the client keeps for this error.</summary>
    public bool IsOwnClass { get; init; }

    public string? Message { get; init; }

    public int? OriginalStatusCode { get; init; }

    public string? OriginalMessage { get; init; }
}
