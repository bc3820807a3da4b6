using System.Net;
using System.Text.Json;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>An error as a client of AWS reads it.</summary>
internal sealed record AwsError(HttpStatusCode Status, string? Type, string Message, int? OriginalStatusCode, string? OriginalMessage)
{
    public static async Task<AwsError> ReadAsync(HttpResponseMessage response)
    {
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        JsonElement root = body.RootElement;
        return new AwsError(
            response.StatusCode,
            response.Headers.TryGetValues("x-amzn-errortype", out IEnumerable<string>? type) ? type.Single() : null,
            root.GetProperty(nameof(Message)).GetString()!,
            root.TryGetProperty(nameof(OriginalStatusCode), out JsonElement status) ? status.GetInt32() : null,
            root.TryGetProperty(nameof(OriginalMessage), out JsonElement message) ? message.GetString() : null);
    }
}
