using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Mce.Plugins.MLNet.Series;

/// <summary>
/// Tells which models remember the rows they saw, and reaches what ML.NET's time series keep to themselves: they deny that they
/// are row to row, and the interface by which ML.NET's own engine drives them is internal to <c>Microsoft.ML.TimeSeries</c>, an
/// assembly that the plugin isn't built with. Hence by name.
/// </summary>
internal static class SeriesTransformer
{
    private const string Interface = "Microsoft.ML.Transforms.TimeSeries.IStatefulTransformer";

    /// <summary>Whether a model has a part whose answer depends on the rows before.</summary>
    public static bool IsStateful(ITransformer transformer) => Parts(transformer).Any(part => IsSeries(part) || IsStatefulMapping(part));

    /// <summary>A mapper with a state of its own, or null where rows don't map to rows.</summary>
    public static IRowToRowMapper? TryCreateMapper(ITransformer transformer, DataViewSchema schema)
    {
        if (transformer.IsRowToRowMapper) return transformer.GetRowToRowMapper(schema);
        ITransformer[] parts = [.. Parts(transformer)];
        return Array.TrueForAll(parts, part => part.IsRowToRowMapper || IsSeries(part)) ? new SeriesMapper(schema, parts) : null;
    }

    public static bool IsSeries(ITransformer transformer) => transformer.GetType().GetInterface(Interface) is not null;

    /// <summary>A mapper of a time series that continues from where the model file left off.</summary>
    public static IRowToRowMapper CreateSeriesMapper(ITransformer transformer, DataViewSchema schema)
    {
        Type contract = transformer.GetType().GetInterface(Interface)!;
        return (IRowToRowMapper)Call("GetStatefulRowToRowMapper", Call("Clone", transformer), schema);

        object Call(string method, object target, params object[] arguments) =>
            (contract.GetMethod(method) ?? throw new MissingMethodException(Interface, method)).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    private static bool IsStatefulMapping(ITransformer part) =>
        part.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(StatefulCustomMappingTransformer<,,>);

    private static IEnumerable<ITransformer> Parts(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [transformer];
}
