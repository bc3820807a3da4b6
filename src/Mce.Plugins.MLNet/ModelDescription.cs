using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet;

/// <summary>Says what a model file says about itself.</summary>
internal static class ModelDescription
{
    // Text features can have hundreds of thousands of names.
    private const int MaxNames = 1_000;

    public static ModelMetadata Create(ModelPlan plan, DataViewSchema outputSchema, string? version)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List(properties, "inputs.unused", plan.InputSchema.Where(c => !c.IsHidden && plan.Signature.FindInput(c.Name) < 0));
        List(properties, "outputs.left_out", outputSchema.Where(c => !c.IsHidden && plan.Signature.FindOutput(c.Name) < 0 && plan.InputSchema.GetColumnOrNull(c.Name) is null));
        foreach (DataViewSchema.Column column in plan.Outputs)
        {
            if (column.HasSlotNames())
            {
                VBuffer<ReadOnlyMemory<char>> names = default;
                column.GetSlotNames(ref names);
                Names(properties, $"output.{column.Name}.slots", names);
            }

            if (Columns.KeyValues.TypeOf(column) is TextDataViewType)
            {
                VBuffer<ReadOnlyMemory<char>> values = default;
                column.GetKeyValues(ref values);
                Names(properties, $"output.{column.Name}.keys", values);
            }
        }

        return new ModelMetadata { Format = "mlnet-zip", Producer = version is null ? null : $"ML.NET {version}", Properties = properties };
    }

    private static void List(SortedDictionary<string, string> properties, string name, IEnumerable<DataViewSchema.Column> columns)
    {
        string text = string.Join(", ", columns.Select(c => $"{c.Name} ({c.Type})"));
        if (text.Length > 0) properties[name] = text;
    }

    private static void Names(SortedDictionary<string, string> properties, string name, VBuffer<ReadOnlyMemory<char>> names)
    {
        if (names.Length <= MaxNames) properties[name] = JsonSerializer.Serialize(names.DenseValues().Select(n => n.ToString()).ToArray());
    }
}
