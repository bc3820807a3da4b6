using Mce.Plugins.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>The row that a kept row mapper reads: made once per instance, moved for each row scored.</summary>
internal sealed class InputRow : DataViewRow
{
    private readonly InputTable _table;
    private readonly RowIndex _index = new();
    private readonly Delegate?[] _getters;
    private long _position;

    public InputRow(InputTable table)
    {
        _table = table;
        _getters = table.CreateGetters(_index);
    }

    public override DataViewSchema Schema => _table.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    /// <summary>Moves to a row of the bound call. The position never repeats: ML.NET gives cached values for one it has seen.</summary>
    public void MoveTo(int row)
    {
        _index.Value = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _table.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => InputTable.Typed<TValue>(_getters, column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
}
