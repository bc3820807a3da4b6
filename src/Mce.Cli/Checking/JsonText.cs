using System.Text;
using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>JSON as text, for messages and for protocols of lines.</summary>
internal static class JsonText
{
    private const int MaxShown = 40;

    /// <summary>Without the line breaks that it may have had in its file.</summary>
    /// <param name="json">Anything.</param>
    /// <param name="buffer">Kept between calls.</param>
    public static string OnOneLine(JsonElement json, MemoryStream buffer)
    {
        buffer.SetLength(0);
        using (var writer = new Utf8JsonWriter(buffer)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>A phrase for error messages.</summary>
    public static string Describe(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object: return "an object";
            case JsonValueKind.Array: return "an array";
            default:
                string text = json.GetRawText();
                return text.Length <= MaxShown ? text : text[..MaxShown] + "…";
        }
    }
}
