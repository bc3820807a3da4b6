using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests.Families;

/// <summary>Reads columns of ML.NET's data views as tensors, through ML.NET's own reader of columns.</summary>
internal static class ViewTensors
{
    private static readonly MethodInfo ReadScalars = Method(nameof(Scalars)), ReadVectors = Method(nameof(Vectors));

    public static InferenceTensor Read(IDataView view, string name)
    {
        DataViewType type = view.Schema[name].Type;
        return type is VectorDataViewType vector ? Call(ReadVectors, vector.ItemType) : Call(ReadScalars, type);

        InferenceTensor Call(MethodInfo method, DataViewType item) =>
            (InferenceTensor)method.MakeGenericMethod(item.RawType).Invoke(null, [view, name])!;
    }

    private static InferenceTensor Scalars<T>(IDataView view, string name)
    {
        T[] values = [.. view.GetColumn<T>(name)];
        return Create(values, values.Length);
    }

    private static InferenceTensor Vectors<T>(IDataView view, string name)
    {
        // One buffer serves all rows of the enumeration.
        T[][] rows = [.. view.GetColumn<VBuffer<T>>(name).Select(row => row.DenseValues().ToArray())];
        var type = (VectorDataViewType)view.Schema[name].Type;
        long[] dimensions = [rows.Length, .. type.IsKnownSize ? type.Dimensions.Select(d => (long)d) : [rows[0].Length]];
        return Create([.. rows.SelectMany(row => row)], dimensions);
    }

    private static InferenceTensor Create<T>(T[] values, params long[] dimensions) => values switch
    {
        ReadOnlyMemory<char>[] texts => InferenceTensor.FromArray(Array.ConvertAll(texts, t => t.ToString()), dimensions),
        DateTime[] dates => InferenceTensor.FromArray(Array.ConvertAll(dates, d => d.Ticks), dimensions),
        _ => InferenceTensor.FromArray(values, dimensions),
    };

    private static MethodInfo Method(string name) => typeof(ViewTensors).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
