using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mce.AspNetCore;

[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RuntimeErrorBody))]
internal sealed partial class ErrorJsonContext : JsonSerializerContext
{
    /// <summary>With quotes and letters as they are: errors are read by people, and never stand in a page.</summary>
    public static ErrorJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
