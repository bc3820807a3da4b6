using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Makes the output slot for a column's type.</summary>
/// <param name="rows">The first dimension of every output.</param>
/// <param name="mapKeys">Whether keys are given as the values that their annotation holds.</param>
internal sealed class OutputSlots(TensorDimension rows, bool mapKeys)
{
    /// <summary>Null for a type that no tensor carries.</summary>
    public OutputSlot? TryCreate(DataViewSchema.Column column)
    {
        DataViewType item = ColumnShape.ItemType(column.Type);
        return item switch
        {
            TextDataViewType => Make<ReadOnlyMemory<char>, string, TextToString>(column),
            BooleanDataViewType => Make<bool, bool, Same<bool>>(column),
            DateTimeDataViewType => Make<DateTime, long, DateTimeToTicks>(column),
            DateTimeOffsetDataViewType => Make<DateTimeOffset, long, DateTimeOffsetToTicks>(column),
            TimeSpanDataViewType => Make<TimeSpan, long, TimeSpanToTicks>(column),
            KeyDataViewType => TryCreateKey(column, item.RawType),
            NumberDataViewType => TryCreateNumber(column, item.RawType),
            _ => null,
        };
    }

    private OutputSlot? TryCreateNumber(DataViewSchema.Column column, Type type) => Type.GetTypeCode(type) switch
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

    private OutputSlot? TryCreateKey(DataViewSchema.Column column, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => CreateKey<byte>(column),
        TypeCode.UInt16 => CreateKey<ushort>(column),
        TypeCode.UInt32 => CreateKey<uint>(column),
        TypeCode.UInt64 => CreateKey<ulong>(column),
        _ => null,
    };

    private OutputSlot CreateKey<TKey>(DataViewSchema.Column column)
        where TKey : unmanaged, IBinaryInteger<TKey> =>
        (mapKeys ? KeyValues.TypeOf(column) : null) switch
        {
            TextDataViewType => MakeKey<TKey, ReadOnlyMemory<char>, string, TextToString>(column, ""),
            BooleanDataViewType => MakeKey<TKey, bool, bool, Same<bool>>(column, false),
            NumberDataViewType number => Type.GetTypeCode(number.RawType) switch
            {
                TypeCode.Single => MakeKey<TKey, float, float, Same<float>>(column, float.NaN),
                TypeCode.Double => MakeKey<TKey, double, double, Same<double>>(column, double.NaN),
                TypeCode.SByte => MakeKey<TKey, sbyte, sbyte, Same<sbyte>>(column, 0),
                TypeCode.Int16 => MakeKey<TKey, short, short, Same<short>>(column, 0),
                TypeCode.Int32 => MakeKey<TKey, int, int, Same<int>>(column, 0),
                TypeCode.Int64 => MakeKey<TKey, long, long, Same<long>>(column, 0),
                TypeCode.Byte => MakeKey<TKey, byte, byte, Same<byte>>(column, 0),
                TypeCode.UInt16 => MakeKey<TKey, ushort, ushort, Same<ushort>>(column, 0),
                TypeCode.UInt32 => MakeKey<TKey, uint, uint, Same<uint>>(column, 0),
                TypeCode.UInt64 => MakeKey<TKey, ulong, ulong, Same<ulong>>(column, 0),
                _ => Make<TKey, TKey, Same<TKey>>(column),
            },
            _ => Make<TKey, TKey, Same<TKey>>(column),
        };

    private OutputSlot MakeKey<TKey, TValue, TElement, TConversion>(DataViewSchema.Column column, TElement missing)
        where TKey : unmanaged, IBinaryInteger<TKey>
        where TConversion : struct, IConversion<TValue, TElement>
    {
        TElement[] values = KeyValues.Read<TValue, TElement, TConversion>(column);
        return Make<TKey, TElement, KeyToValue<TKey, TElement>>(column, new KeyToValue<TKey, TElement>(values, missing));
    }

    private OutputSlot Make<TColumn, TElement, TConversion>(DataViewSchema.Column column, TConversion conversion = default)
        where TConversion : struct, IConversion<TColumn, TElement>
    {
        TensorSpec spec = ColumnShape.Describe<TElement>(column, rows);
        return column.Type is VectorDataViewType
            ? new VectorOutput<TColumn, TElement, TConversion>(column, spec, conversion)
            : new ScalarOutput<TColumn, TElement, TConversion>(column, spec, conversion);
    }
}
