using Mce.Plugins.MLNet.Rows;
using Mce.Plugins.MLNet.Series;
using Microsoft.ML;

namespace Mce.Plugins.MLNet;

/// <summary>One caller's way through the model: input slots of its own, and a row scorer or a batch scorer over them.</summary>
internal sealed class MLNetInstance : IModelInstance
{
    private readonly InputTable _inputs;
    private readonly RowScorer? _rows;
    private readonly BatchScorer? _view;
    private bool _disposed;

    public MLNetInstance(ITransformer transformer, ModelPlan plan, ModelOptions options)
    {
        _inputs = new InputTable(plan.InputSchema, plan.CreateInputs());
        // A view starts each call's series anew; kept rows go on with theirs.
        bool onlyView = plan.IsStateful && options.State == StateLife.Call, onlyRows = plan.IsStateful && options.State == StateLife.Instance;
        if (!onlyView && SeriesTransformer.TryCreateMapper(transformer, plan.InputSchema) is { } mapper) _rows = new RowScorer(mapper, _inputs, plan.CreateOutputs());
        if (_rows is null || (options.Batch == BatchMode.View && !onlyRows)) _view = new BatchScorer(transformer, _inputs, plan.CreateOutputs(), plan.KeepsRows);
    }

    public void Execute(ModelExecutionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            _inputs.Bind(context);
            if (_rows is not null && (_view is null || _inputs.RowCount == 1)) _rows.Run(context);
            else _view!.Run(context);
        }
        catch (Exception e) when (e is not (OperationCanceledException or MceException or ObjectDisposedException))
        {
            throw new MceException(MceErrorCodes.ModelFailed, $"ML.NET failed on {_inputs.RowCount} rows: {e.Message}", innerException: e);
        }
        finally
        {
            _inputs.Release();
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _rows?.Dispose();
    }
}
