using Mce.Plugins.MLNet.Columns;
using Mce.Plugins.MLNet.Series;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>Scores row after row through a row mapper and getters that are made once: no garbage of its own.</summary>
internal sealed class RowScorer : IDisposable
{
    private readonly InputTable _inputs;
    private readonly OutputSlot[] _outputs;
    private readonly InputRow _input;
    private readonly DataViewRow _output;
    private readonly SeriesRow? _series;

    public RowScorer(IRowToRowMapper mapper, InputTable inputs, OutputSlot[] outputs)
    {
        _inputs = inputs;
        _outputs = outputs;
        _input = new InputRow(inputs);
        _output = mapper.GetRow(_input, [.. outputs.Select(o => mapper.OutputSchema[o.Column.Index])]);
        _series = _output as SeriesRow;
        foreach (OutputSlot output in outputs) output.Attach(_output);
    }

    /// <summary>Scores the bound rows.</summary>
    public void Run(ModelExecutionContext context)
    {
        CancellationToken token = context.CancellationToken;
        int rows = _inputs.RowCount;
        try
        {
            for (int i = 0; i < _outputs.Length; i++) _outputs[i].Begin(context, i, rows);
            for (int row = 0; row < rows; row++)
            {
                token.ThrowIfCancellationRequested();
                _input.MoveTo(row);
                _series?.Observe(_input.Position);
                foreach (OutputSlot output in _outputs) output.Write(row);
            }
        }
        finally
        {
            foreach (OutputSlot output in _outputs) output.Release();
        }
    }

    public void Dispose() => _output.Dispose();
}
