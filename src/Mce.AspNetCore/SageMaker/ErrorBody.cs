using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>How a container says what is wrong: a status, a stable code, a text. SageMaker passes it on as it is.</summary>
internal sealed record ErrorBody([property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message)
{
    public static Task WriteAsync(HttpContext http, Exception failure)
    {
        HttpResponse response = http.Response;
        (response.StatusCode, ErrorBody body) = failure switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e => (e.StatusCode, new ErrorBody(MceErrorCodes.LimitExceeded, e.Message)),
            BadHttpRequestException e => (e.StatusCode, new ErrorBody(MceErrorCodes.BodyInvalid, e.Message)),
            MceException e => (ContainerStatus.Of(e), new ErrorBody(e.Code, e.Message)),
            _ => (StatusCodes.Status500InternalServerError, new ErrorBody(MceErrorCodes.Internal, "The request failed inside the server.")),
        };
        if (failure is MceException { RetryAfter: { } wait }) response.Headers.RetryAfter = RetryAfterText.Of(wait);
        return JsonReply.WriteAsync(http, JsonSerializer.SerializeToUtf8Bytes(body, ErrorJsonContext.Readable.ErrorBody));
    }
}
