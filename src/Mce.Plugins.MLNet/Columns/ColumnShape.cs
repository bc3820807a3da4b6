using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>How a column's type maps to the dimensions of a tensor.</summary>
internal static class ColumnShape
{
    /// <summary><c>[batch]</c> for a scalar, <c>[batch, dimensions…]</c> for a vector, <c>[batch, ?]</c> for one of unknown size.</summary>
    public static TensorSpec Describe<TElement>(DataViewSchema.Column column, TensorDimension rows)
    {
        ImmutableArray<TensorDimension> dimensions = column.Type switch
        {
            VectorDataViewType { IsKnownSize: true } vector => [rows, .. vector.Dimensions.Select(d => TensorDimension.Fixed(d))],
            VectorDataViewType => [rows, TensorDimension.Dynamic()],
            _ => [rows],
        };
        return new TensorSpec(column.Name, TensorElementTypes.Of<TElement>(), dimensions);
    }

    public static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
