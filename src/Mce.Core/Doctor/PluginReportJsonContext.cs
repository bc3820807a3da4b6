using System.Text.Json.Serialization;

namespace Mce;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PluginReport))]
internal sealed partial class PluginReportJsonContext : JsonSerializerContext;
