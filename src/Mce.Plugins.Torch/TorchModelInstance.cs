using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>Runs a graph over a frame of its own. One call at a time.</summary>
internal sealed unsafe class TorchModelInstance : IModelInstance
{
    private readonly TorchModel _model;
    private readonly CompiledGraph _graph;
    private readonly Frame _frame;
    private readonly OutputWriter _outputs;
    private readonly int[] _inputTypes;
    private bool _copiesInputs;
    private bool _disposed;

    public TorchModelInstance(TorchModel model)
    {
        _model = model;
        _graph = model.Graph;
        _frame = new Frame(_graph, model.Weights);
        _outputs = new OutputWriter(model, _frame);
        _inputTypes = [.. model.Signature.Inputs.Select(i => ScalarTypes.FromElementType(i.ElementType))];
    }

    public void Execute(ModelExecutionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ObjectDisposedException.ThrowIf(_disposed, this);
        StableAbi.SetGradMode(0); // belongs to the thread, and calls come on any
        try
        {
            Run(context);
        }
        catch (InputWriteException)
        {
            // The graph writes to its inputs, which belong to the caller: from now on it gets copies.
            _frame.Clear();
            _copiesInputs = true;
            Run(context);
        }
        catch (StepFailedException e)
        {
            throw ExecutionErrors.StepFailed(_model.Path, e, _frame);
        }
        catch (NativeCallException e)
        {
            throw ExecutionErrors.CallFailed(_model.Path, e);
        }
        finally
        {
            _frame.Clear();
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _frame.Clear();
    }

    private void Run(ModelExecutionContext context)
    {
        for (int i = 0; i < _graph.InputSlots.Length; i++) BindInput(context, i);
        _graph.Run(_frame, context.CancellationToken);
        _outputs.Write(context);
    }

    private void BindInput(ModelExecutionContext context, int index)
    {
        TensorSpec spec = _model.Signature.Inputs[index];
        InferenceTensor tensor = context.GetInput(index) ?? throw ExecutionErrors.InputMissing(spec);
        // The server has validated it; a mistake here would read foreign memory, so the little time is well spent.
        spec.Validate(tensor);
        if (!tensor.Device.IsHost || !tensor.IsContiguous) throw ExecutionErrors.InputUnusable(spec, tensor);

        ReadOnlySpan<long> sizes = tensor.Dimensions;
        Span<long> strides = stackalloc long[sizes.Length];
        long step = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, sizes[i]);
        }

        void* address = tensor.ByteLength == 0 ? null : tensor.DangerousGetAddress();
        nint view = TensorHandle.FromMemory(address, sizes, strides, 0, _inputTypes[index]);
        if (_copiesInputs)
        {
            nint copy = TensorHandle.Clone(view);
            TensorHandle.Delete(view);
            _frame.SetInput(index, _graph.InputSlots[index], copy, null, 0);
        }
        else
        {
            _frame.SetInput(index, _graph.InputSlots[index], view, address, tensor.ByteLength);
        }
    }
}
