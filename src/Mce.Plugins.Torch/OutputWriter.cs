using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;
using Mce.Plugins.Torch.Operators;

namespace Mce.Plugins.Torch;

/// <summary>Hands the results in a frame to the caller: small ones by copy into the caller's or pooled memory, large ones as they are.</summary>
internal sealed unsafe class OutputWriter(TorchModel model, Frame frame)
{
    // Copying this much costs less than the objects that hand it over without a copy.
    private const long CopyLimit = 32 * 1024;

    private readonly int[] _slots = model.Graph.OutputSlots;

    public void Write(ModelExecutionContext context)
    {
        for (int i = 0; i < _slots.Length; i++) Write(context, i);
    }

    private void Write(ModelExecutionContext context, int index)
    {
        nint tensor = frame[_slots[index]].Handle;
        if (TensorHandle.IsContiguous(tensor))
        {
            Write(context, index, tensor);
            return;
        }

        nint contiguous = Aten.Contiguous(tensor);
        try
        {
            Write(context, index, contiguous);
        }
        finally
        {
            TensorHandle.Delete(contiguous);
        }
    }

    private void Write(ModelExecutionContext context, int index, nint tensor)
    {
        TensorSpec spec = model.Signature.Outputs[index];
        TensorElementType type = ScalarTypes.ToElementType(TensorHandle.ScalarType(tensor));
        if (type != spec.ElementType) throw ExecutionErrors.OutputType(model.Path, spec, type);

        ReadOnlySpan<long> sizes = TensorHandle.Sizes(tensor);
        long byteLength = TensorHandle.ElementCount(tensor) * TensorElementTypes.SizeOf(type);
        if (byteLength > CopyLimit && context.GetPreallocatedOutput(index) is null)
        {
            context.SetOutput(index, Wrap(tensor, type, sizes, byteLength));
            return;
        }

        InferenceTensor target = context.AllocateOutput(index, type, sizes);
        if (byteLength > 0) Buffer.MemoryCopy(TensorHandle.Data(tensor), target.DangerousGetAddress(), target.ByteLength, byteLength);
    }

    private InferenceTensor Wrap(nint tensor, TensorElementType type, ReadOnlySpan<long> sizes, long byteLength)
    {
        // A view of an input, of a weight or of another output must not leave: its memory ends, or is written to, elsewhere.
        nint owned = IsShared(tensor) ? TensorHandle.Clone(tensor) : TensorHandle.Duplicate(tensor);
        var memory = new TorchTensorMemory(owned, TensorHandle.Data(owned), byteLength);
        try
        {
            return InferenceTensor.FromMemory(type, sizes, memory);
        }
        catch
        {
            memory.Release();
            throw;
        }
    }

    private bool IsShared(nint tensor)
    {
        void* address = TensorHandle.Data(tensor);
        if (frame.IsBorrowedMemory(address)) return true;
        if (_slots.Length == 1) return false;
        byte* start = (byte*)address;
        int sharing = 0;
        foreach (int slot in _slots)
        {
            byte* other = (byte*)TensorHandle.Data(frame[slot].Handle);
            long length = TensorHandle.ElementCount(frame[slot].Handle) * sizeof(double);
            if (start >= other && start < other + length) sharing++;
        }

        return sharing > 1; // the tensor itself is one of them
    }
}
