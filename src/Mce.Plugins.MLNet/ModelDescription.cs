using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet;

/// <summary>Says what a model file says about itself.</summary>
internal static class ModelDescription
{
    // Text features can have hundreds of thousands of names.
    private const int MaxNames = 1_000;

    // The suffix of the property, and the annotation that it comes from.
    private static readonly (string Property, string Annotation)[] Annotations =
    [
        ("slots", "SlotNames"),
        ("keys", "KeyValues"),
        ("labels", "TrainingLabelValues"),
    ];

    public static ModelMetadata Create(ModelPlan plan, DataViewSchema outputSchema, string? version)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        AddColumns(properties, "inputs.unused", plan.InputSchema.Where(c => !c.IsHidden && plan.Signature.FindInput(c.Name) < 0));
        AddColumns(properties, "outputs.left_out", outputSchema.Where(c => !c.IsHidden && plan.Signature.FindOutput(c.Name) < 0 && plan.InputSchema.GetColumnOrNull(c.Name) is null));
        foreach (DataViewSchema.Column column in plan.Outputs)
            foreach ((string property, string annotation) in Annotations)
                if (ReadNames(column, annotation) is { Length: <= MaxNames } names) properties[$"output.{column.Name}.{property}"] = JsonSerializer.Serialize(names);

        return Create(version, properties);
    }

    public static ModelMetadata Create(string? version, IReadOnlyDictionary<string, string> properties) =>
        new() { Format = "mlnet-zip", Producer = version is null ? null : $"ML.NET {version}", Properties = properties };

    private static void AddColumns(SortedDictionary<string, string> properties, string name, IEnumerable<DataViewSchema.Column> columns)
    {
        string text = string.Join(", ", columns.Select(c => $"{c.Name} ({c.Type})"));
        if (text.Length > 0) properties[name] = text;
    }

    private static string[]? ReadNames(DataViewSchema.Column column, string annotation)
    {
        if (column.Annotations.Schema.GetColumnOrNull(annotation)?.Type is not VectorDataViewType { IsKnownSize: true } vector) return null;
        return vector.ItemType is TextDataViewType ? Read<ReadOnlyMemory<char>>() : Type.GetTypeCode(vector.ItemType.RawType) switch
        {
            TypeCode.Boolean => Read<bool>(),
            TypeCode.Int32 => Read<int>(),
            TypeCode.Int64 => Read<long>(),
            TypeCode.UInt32 => Read<uint>(),
            TypeCode.Single => Read<float>(),
            TypeCode.Double => Read<double>(),
            _ => null,
        };

        string[] Read<T>()
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(annotation, ref values);
            return [.. values.DenseValues().Select(v => Convert.ToString(v is ReadOnlyMemory<char> text ? text.ToString() : v, CultureInfo.InvariantCulture)!)];
        }
    }
}
