using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Series;

/// <summary>The last of a chain's rows, which shows the model's output, and those that it is computed from.</summary>
internal sealed class SeriesRow(DataViewRow[] rows, Action<long>[] observers) : DataViewRow
{
    private readonly DataViewRow _last = rows[^1];

    public override DataViewSchema Schema => _last.Schema;

    public override long Position => _last.Position;

    public override long Batch => _last.Batch;

    /// <summary>Lets the series take the row in: each position once, in rising order.</summary>
    public void Observe(long position)
    {
        foreach (Action<long> observer in observers) observer(position);
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _last.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _last.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => _last.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            for (int i = rows.Length - 1; i >= 0; i--) rows[i].Dispose();
        base.Dispose(disposing);
    }
}
