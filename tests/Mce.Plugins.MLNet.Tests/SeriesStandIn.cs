using Microsoft.ML.Data;
using Mce.Plugins.MLNet.Tests;

// Named as in Microsoft.ML.TimeSeries, which the plugin knows by name only. Its shape is that of ML.NET 5.0.1.
namespace Microsoft.ML.Transforms.TimeSeries;

internal interface IStatefulTransformer : ITransformer
{
    IRowToRowMapper GetStatefulRowToRowMapper(DataViewSchema inputSchema);

    IStatefulTransformer Clone();
}

internal sealed class PingerArgument
{
#pragma warning disable CS0649 // Set by the plugin.
    public long RowPosition;
#pragma warning restore CS0649
}

internal abstract class StatefulRow : DataViewRow
{
    public abstract Action<PingerArgument> GetPinger();
}

/// <summary>A series' running total: <c>Sum</c> is the sum of all <c>Value</c>s seen.</summary>
internal sealed class RunningSum(MLContext ml, float start) : IStatefulTransformer
{
    private float _total = start;

    public bool IsRowToRowMapper => false;

    public static void Add(SeriesPoint point, SeriesSum sum, SeriesTotal total) => sum.Sum = total.Value += point.Value;

    public IStatefulTransformer Clone() => new RunningSum(ml, _total);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn("Sum", NumberDataViewType.Single);
        return builder.ToSchema();
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException("Not a RowToRowMapper.");

    public IRowToRowMapper GetStatefulRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    // As ML.NET's: each cursor starts from the model's state.
    public IDataView Transform(IDataView input) =>
        ml.Transforms.StatefulCustomMapping<SeriesPoint, SeriesSum, SeriesTotal>(Add, total => total.Value = _total, null).Fit(input).Transform(input);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    private sealed class Mapper(RunningSum parent, DataViewSchema schema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema { get; } = parent.GetOutputSchema(schema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            schema.Where(c => c.Name == "Value" || dependingColumns.Any(d => d.Index == c.Index));

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(parent, input, OutputSchema);
    }

    private sealed class Row(RunningSum parent, DataViewRow input, DataViewSchema schema) : StatefulRow
    {
        private long _seen = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        // It may be called again for a position, and its getters read nothing.
        public override Action<PingerArgument> GetPinger() => argument =>
        {
            if (argument.RowPosition <= _seen) return;
            _seen = argument.RowPosition;
            float value = 0;
            input.GetGetter<float>(input.Schema["Value"])(ref value);
            parent._total += value;
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            column.Name == "Sum" ? (ValueGetter<TValue>)(Delegate)(ValueGetter<float>)((ref float value) => value = parent._total) : input.GetGetter<TValue>(input.Schema[column.Name]);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
    }
}
