using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mce.Cli;

/// <summary>What the verbs write with <c>--json</c>: names in camel case, names of values as in the API.</summary>
internal static class CliJson
{
    // Any text can be a name, and the document goes to a terminal or a program, never into a web page.
    private static readonly CliJsonContext Context = new(new JsonSerializerOptions(CliJsonContext.Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One document and a line's end.</summary>
    /// <typeparam name="T">One of the types of <see cref="CliJsonContext"/>.</typeparam>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!) + "\n";
}
