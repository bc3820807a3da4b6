using Mce.Plugins.MLNet.Columns;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>Scores a batch through one data view and one cursor. The only way for models that aren't row to row.</summary>
internal sealed class BatchScorer
{
    private readonly ITransformer _transformer;
    private readonly InputTable _inputs;
    private readonly OutputSlot[] _outputs;
    private readonly BatchView _view;
    private readonly IDataView? _kept;
    private readonly bool _keepsRows;

    /// <param name="transformer">The model.</param>
    /// <param name="inputs">The bound calls.</param>
    /// <param name="outputs">The columns to read.</param>
    /// <param name="keepsRows">Whether it gives a row for each row; else they are counted first.</param>
    public BatchScorer(ITransformer transformer, InputTable inputs, OutputSlot[] outputs, bool keepsRows)
    {
        _keepsRows = keepsRows;
        _transformer = transformer;
        _inputs = inputs;
        _outputs = outputs;
        _view = new BatchView(inputs);
        // Row-to-row transforms are lazy, so one view serves every batch; others may keep what they saw of the first.
        if (transformer.IsRowToRowMapper) _kept = transformer.Transform(_view);
    }

    /// <summary>Scores the bound rows.</summary>
    public void Run(ModelExecutionContext context)
    {
        IDataView result = _kept ?? _transformer.Transform(_view);
        int rows = _keepsRows ? _inputs.RowCount : CountRows(result, context.CancellationToken);
        try
        {
            for (int i = 0; i < _outputs.Length; i++) _outputs[i].Begin(context, i, rows);
            Write(result, rows, context.CancellationToken);
        }
        finally
        {
            foreach (OutputSlot output in _outputs) output.Release();
        }
    }

    private void Write(IDataView result, int rows, CancellationToken token)
    {
        using DataViewRowCursor cursor = Open(result);
        foreach (OutputSlot output in _outputs) output.Attach(cursor);
        int row = 0;
        while (cursor.MoveNext())
        {
            token.ThrowIfCancellationRequested();
            if (row < rows)
                foreach (OutputSlot output in _outputs) output.Write(row);
            row++;
        }

        if (row != rows)
            throw new MceException(MceErrorCodes.ModelFailed, $"The model gave {rows} rows when they were counted and {row} when they were read.");
    }

    private int CountRows(IDataView view, CancellationToken token)
    {
        using DataViewRowCursor cursor = Open(view);
        int rows = 0;
        while (cursor.MoveNext())
        {
            token.ThrowIfCancellationRequested();
            rows++;
        }

        return rows;
    }

    // GetRowCursor would start threads that read ahead, beside the server's replicas and past a cancelled call. A set of one doesn't.
    // To count, with the same columns: ML.NET's stateful mappings fail without any.
    private DataViewRowCursor Open(IDataView view) => view.GetRowCursorSet(_outputs.Select(o => view.Schema[o.Column.Index]), 1).Single();
}
