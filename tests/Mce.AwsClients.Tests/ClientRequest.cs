namespace Mce.AwsClients.Tests;

/// <summary>An InvokeEndpoint that a client is to send: the parameters of the API under names of ours. Null = left out.</summary>
public sealed record ClientRequest(string Endpoint, string Body)
{
    /// <summary>The endpoint URL that the client is made with; null = the test's main server.</summary>
    public Uri? Url { get; init; }

    public string? Container { get; init; }

    public string? Variant { get; init; }

    public string? Model { get; init; }

    public string? ContentType { get; init; } = "application/json";

    public string? Accept { get; init; }

    public string? CustomAttributes { get; init; }

    public string? InferenceId { get; init; }

    /// <summary>Spaces are added to the body until it has so many bytes.</summary>
    public int? PaddedTo { get; init; }
}
