using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Worker;

/// <summary>What stands in a result's file: a digit, or the reason why there is none.</summary>
internal sealed record ItemResult(string Item, int Attempts, DateTimeOffset Time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For people to read, and for no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int? Digit { get; init; }

    /// <summary>The model's score for the digit; higher is surer.</summary>
    public float? Score { get; init; }

    public ItemError? Error { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
