using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>The body of an error of SageMaker's runtime API, whose type stands in a header.</summary>
/// <param name="Message">For people.</param>
/// <param name="OriginalStatusCode">Of a ModelError.</param>
/// <param name="OriginalMessage">Of a ModelError.</param>
internal sealed record RuntimeErrorBody(
    [property: JsonPropertyName("Message")] string Message,
    [property: JsonPropertyName("OriginalStatusCode")] int? OriginalStatusCode = null,
    [property: JsonPropertyName("OriginalMessage")] string? OriginalMessage = null)
{
    public static Task WriteAsync(HttpContext http, RuntimeError error)
    {
        HttpResponse response = http.Response;
        response.StatusCode = error.Status;
        response.Headers[SageMakerHeaders.ErrorType] = error.Type;
        if (error.RetryAfter is { } wait) response.Headers.RetryAfter = RetryAfterText.Of(wait);
        var body = new RuntimeErrorBody(error.Message, error.OriginalStatusCode, error.OriginalMessage);
        return JsonReply.WriteAsync(http, JsonSerializer.SerializeToUtf8Bytes(body, ErrorJsonContext.Readable.RuntimeErrorBody));
    }
}
