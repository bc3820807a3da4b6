using System.Text.Json.Serialization;

namespace Mce.AspNetCore;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RuntimeErrorBody))]
internal sealed partial class ErrorJsonContext : JsonSerializerContext;
