using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>Writes a small JSON document of known length.</summary>
internal static class JsonReply
{
    public static Task WriteAsync(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, 0, json.Length, http.RequestAborted);
    }
}
