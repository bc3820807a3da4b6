using Microsoft.ML;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>The bound call's rows as a data view. It follows the table: a kept view shows each new call's rows.</summary>
internal sealed class BatchView(InputTable table) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => table.Schema;

    public long? GetRowCount() => table.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new BatchCursor(table);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
