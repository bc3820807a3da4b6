using Mce.Plugins.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>Walks the bound call's rows once.</summary>
internal sealed class BatchCursor : DataViewRowCursor
{
    private readonly InputTable _table;
    private readonly RowIndex _index = new() { Value = -1 };
    private readonly Delegate?[] _getters;

    public BatchCursor(InputTable table)
    {
        _table = table;
        _getters = table.CreateGetters(_index);
    }

    public override DataViewSchema Schema => _table.Schema;

    public override long Position => _index.Value;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_index.Value + 1 >= _table.RowCount) return false;
        _index.Value++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _table.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => InputTable.Typed<TValue>(_getters, column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Position, 0);
}
