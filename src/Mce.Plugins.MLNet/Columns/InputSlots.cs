using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Makes the input slot for a column's type.</summary>
internal static class InputSlots
{
    private static readonly TensorDimension Batch = TensorDimension.Dynamic("batch");

    /// <summary>Null for a type that no tensor carries.</summary>
    public static InputSlot? TryCreate(DataViewSchema.Column column)
    {
        DataViewType item = ColumnShape.ItemType(column.Type);
        return item switch
        {
            TextDataViewType => Make<string, ReadOnlyMemory<char>, StringToText>(column),
            BooleanDataViewType => Make<bool, bool, Same<bool>>(column),
            DateTimeDataViewType => Make<long, DateTime, TicksToDateTime>(column),
            DateTimeOffsetDataViewType => Make<long, DateTimeOffset, TicksToDateTimeOffset>(column),
            TimeSpanDataViewType => Make<long, TimeSpan, TicksToTimeSpan>(column),
            NumberDataViewType or KeyDataViewType => TryCreateNumber(column, item.RawType),
            _ => null,
        };
    }

    private static InputSlot? TryCreateNumber(DataViewSchema.Column column, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => Make<float, float, Same<float>>(column),
        TypeCode.Double => Make<double, double, Same<double>>(column),
        TypeCode.SByte => Make<sbyte, sbyte, Same<sbyte>>(column),
        TypeCode.Int16 => Make<short, short, Same<short>>(column),
        TypeCode.Int32 => Make<int, int, Same<int>>(column),
        TypeCode.Int64 => Make<long, long, Same<long>>(column),
        TypeCode.Byte => Make<byte, byte, Same<byte>>(column),
        TypeCode.UInt16 => Make<ushort, ushort, Same<ushort>>(column),
        TypeCode.UInt32 => Make<uint, uint, Same<uint>>(column),
        TypeCode.UInt64 => Make<ulong, ulong, Same<ulong>>(column),
        _ => null,
    };

    private static InputSlot Make<TElement, TColumn, TConversion>(DataViewSchema.Column column)
        where TConversion : struct, IConversion<TElement, TColumn>
    {
        TensorSpec spec = ColumnShape.Describe<TElement>(column, Batch);
        return column.Type is VectorDataViewType
            ? new VectorInput<TElement, TColumn, TConversion>(spec)
            : new ScalarInput<TElement, TColumn, TConversion>(spec);
    }
}
