using System.IO.Compression;

namespace Mce.Plugins.Torch.Schemas;

/// <summary>The operators of libtorch 2.10 by name, taken from its binary by <c>eng/torch/extract-schemas.py</c>. Thread-safe.</summary>
/// <remarks>
/// The C ABI passes untyped 64-bit slots and a wrong kind in one of them is a fault of the process, so calls are
/// encoded from this table and from nothing else.
/// </remarks>
internal static class SchemaTable
{
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>The number of operators.</summary>
    public static int Count => Texts.Value.Count;

    /// <summary>Every operator's key.</summary>
    public static IEnumerable<string> Keys => Texts.Value.Keys;

    /// <summary>The schema of an operator, or null when libtorch 2.10 has no such operator.</summary>
    /// <param name="name">For example <c>add</c>.</param>
    /// <param name="overload">For example <c>Tensor</c>; empty for the default one.</param>
    public static OperatorSchema? Find(string name, string overload) =>
        Texts.Value.TryGetValue(overload.Length == 0 ? name : $"{name}.{overload}", out string? text) ? SchemaParser.Parse(text) : null;

    private static Dictionary<string, string> Read()
    {
        using Stream resource = typeof(SchemaTable).Assembly.GetManifestResourceStream("operators.txt.gz")
            ?? throw new InvalidOperationException("The operator table is missing from the assembly.");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var texts = new Dictionary<string, string>(4096, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            int open = line.IndexOf('(', StringComparison.Ordinal);
            if (open > 0) texts.Add(line[..open], line);
        }

        return texts;
    }
}
