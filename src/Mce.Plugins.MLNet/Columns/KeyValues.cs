using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Reads the values that a key column's annotation holds.</summary>
internal static class KeyValues
{
    private const string Annotation = "KeyValues";

    /// <summary>The values' type, or null when the column has none.</summary>
    public static DataViewType? TypeOf(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.ItemType : null;

    public static TElement[] Read<TValue, TElement, TConversion>(DataViewSchema.Column column)
        where TConversion : struct, IConversion<TValue, TElement>
    {
        VBuffer<TValue> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(default(TConversion).Convert)];
    }
}
