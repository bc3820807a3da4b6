using System.Text.Json;

namespace Mce.Cli.TensorFiles;

/// <summary>Gathers the elements of a JSON tensor, flat or nested as its shape, and checks that their number is right.</summary>
internal sealed class JsonCollector<T>(string path, long[] dimensions, JsonNumbers.Reader<T> read, string needed)
{
    private readonly List<T> _elements = [];

    /// <exception cref="UsageException">An element is none of the type, or the nesting is no box.</exception>
    public T[] Collect(JsonElement data)
    {
        bool flat = dimensions.Length != 1 && data.ValueKind == JsonValueKind.Array
            && (data.GetArrayLength() == 0 || data[0].ValueKind != JsonValueKind.Array);
        if (flat)
        {
            foreach (JsonElement element in data.EnumerateArray()) Add(element);
        }
        else
        {
            CollectNested(data, 0);
        }

        Int128 count = 1;
        foreach (long dimension in dimensions)
        {
            count *= dimension;
            if (count > long.MaxValue) throw new UsageException($"'{path}' has the shape {Shape()}, which overflows.");
        }

        if (count != _elements.Count) throw new UsageException($"'{path}' has the shape {Shape()}, which is {count} elements, and there are {_elements.Count}.");
        return [.. _elements];
    }

    private void CollectNested(JsonElement data, int depth)
    {
        if (depth == dimensions.Length)
        {
            Add(data);
            return;
        }

        if (data.ValueKind != JsonValueKind.Array || data.GetArrayLength() != dimensions[depth])
            throw new UsageException($"'{path}' is no box of the shape {Shape()}: near element {_elements.Count} there is {Describe(data)} in place of an array of {dimensions[depth]}.");
        foreach (JsonElement element in data.EnumerateArray()) CollectNested(element, depth + 1);
    }

    private void Add(JsonElement json)
    {
        if (!read(json, out T value)) throw new UsageException($"'{path}', element {_elements.Count}: {Describe(json)} is not {needed}.");
        _elements.Add(value);
    }

    private string Shape() => $"[{string.Join(", ", dimensions)}]";

    private static string Describe(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array) return $"an array of {json.GetArrayLength()}";
        string text = json.GetRawText();
        return text.Length <= 40 ? text : $"{text[..40]}…";
    }
}
