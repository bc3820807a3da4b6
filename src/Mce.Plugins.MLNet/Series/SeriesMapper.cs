using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Series;

/// <summary>A chain of transforms with time series among them, as a mapper of rows. Each has its own state.</summary>
internal sealed class SeriesMapper : IRowToRowMapper
{
    private readonly (IRowToRowMapper Mapper, bool IsSeries)[] _parts;

    public SeriesMapper(DataViewSchema schema, IReadOnlyList<ITransformer> parts)
    {
        InputSchema = schema;
        _parts = new (IRowToRowMapper, bool)[parts.Count];
        for (int i = 0; i < _parts.Length; i++)
        {
            bool isSeries = SeriesTransformer.IsSeries(parts[i]);
            _parts[i] = (isSeries ? SeriesTransformer.CreateSeriesMapper(parts[i], schema) : parts[i].GetRowToRowMapper(schema), isSeries);
            schema = _parts[i].Mapper.OutputSchema;
        }

        OutputSchema = schema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _parts[0].Mapper.GetDependencies(Needed(dependingColumns)[0]);

    /// <summary>A row whose <see cref="SeriesRow.Observe"/> is to be called once for each row, before its values are read.</summary>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        IEnumerable<DataViewSchema.Column>[] needed = Needed(activeColumns);
        var rows = new List<DataViewRow>();
        var observers = new List<Action<long>>();
        for (int i = 0; i < _parts.Length; i++)
        {
            rows.Add(_parts[i].Mapper.GetRow(i == 0 ? input : rows[^1], needed[i]));
            if (_parts[i].IsSeries) observers.Add(SeriesObserver.Create(rows[^1]));
        }

        return new SeriesRow([.. rows], [.. observers]);
    }

    // What each part must give, from the last to the first.
    private IEnumerable<DataViewSchema.Column>[] Needed(IEnumerable<DataViewSchema.Column> columns)
    {
        var needed = new IEnumerable<DataViewSchema.Column>[_parts.Length];
        for (int i = _parts.Length - 1; i >= 0; i--)
        {
            (IRowToRowMapper mapper, bool isSeries) = _parts[i];
            // A series that nobody reads must see the rows all the same.
            needed[i] = isSeries ? [.. columns.UnionBy(mapper.OutputSchema.Skip(mapper.InputSchema.Count), column => column.Index)] : [.. columns];
            columns = mapper.GetDependencies(needed[i]);
        }

        return needed;
    }
}
