using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>A row without values. It tells which output columns are inputs untouched: those with an input's name and its very getter.</summary>
/// <remarks>Names and positions alone don't tell: a transform may replace a column in place, or drop and reorder columns.</remarks>
internal sealed class ProbeRow(DataViewSchema schema) : DataViewRow
{
    private readonly Dictionary<Delegate, string> _given = new(ReferenceEqualityComparer.Instance);

    public override DataViewSchema Schema => schema;

    public override long Position => 0;

    public override long Batch => 0;

    /// <summary>Whether a getter is the one that this row gave for the column of that name.</summary>
    public bool Gave(Delegate getter, string name) => _given.TryGetValue(getter, out string? given) && given == name;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        // Captures the column: a lambda without captures would be one delegate for all.
        ValueGetter<TValue> getter = (ref TValue value) => throw new InvalidOperationException($"The column '{column.Name}' has no values.");
        _given.Add(getter, column.Name);
        return getter;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = default;
}
