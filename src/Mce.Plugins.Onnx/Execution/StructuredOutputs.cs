using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Turns the maps and sequences that classical models return into tensors.</summary>
internal sealed unsafe class StructuredOutputs(OrtEnvironment environment)
{
    private readonly OrtApi _api = environment.Api;

    /// <summary>Copies an output's elements to the slots it fills.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelFailed"/>: the elements don't fit one tensor.</exception>
    public void Collect(ModelExecutionContext context, OnnxOutput output, nint value)
    {
        if (output.Kind == OnnxOutputKind.Map) CollectMap(context, output, value);
        else if (output.Kind == OnnxOutputKind.MapSequence) CollectMaps(context, output, value);
        else CollectTensors(context, output, value);
    }

    private void CollectMap(ModelExecutionContext context, OnnxOutput output, nint map)
    {
        CollectKeys(context, output, map);
        WithElement(map, 1, values =>
        {
            OrtElementType type = _api.Describe(values, out ReadOnlySpan<long> dimensions);
            CopyTo(values, context.AllocateOutput(output.Slot, OrtElementTypes.ToContract(type), dimensions), 0);
        });
    }

    private void CollectMaps(ModelExecutionContext context, OnnxOutput output, nint sequence)
    {
        int rows = _api.CountOf(sequence);
        if (rows == 0)
        {
            ModelSignature signature = context.Signature;
            context.AllocateOutput(output.Slot, signature.Outputs[output.Slot].ElementType, [0, 0]);
            context.AllocateOutput(output.KeysSlot, signature.Outputs[output.KeysSlot].ElementType, [0]);
            return;
        }

        InferenceTensor keys = null!, values = null!;
        for (int i = 0; i < rows; i++)
        {
            int row = i;
            WithElement(sequence, row, map =>
            {
                if (row == 0) keys = CollectKeys(context, output, map);
                else RequireKeys(output, map, row, keys);
                WithElement(map, 1, element =>
                {
                    OrtElementType type = _api.Describe(element, out ReadOnlySpan<long> dimensions);
                    long columns = CountOf(dimensions);
                    if (row == 0) values = context.AllocateOutput(output.Slot, OrtElementTypes.ToContract(type), [rows, columns]);
                    CopyTo(element, values, row * columns);
                });
            });
        }
    }

    private void CollectTensors(ModelExecutionContext context, OnnxOutput output, nint sequence)
    {
        int count = _api.CountOf(sequence);
        TensorSpec spec = context.Signature.Outputs[output.Slot];
        if (count == 0)
        {
            // Nothing tells the sizes of elements that don't exist: dimensions that aren't fixed are 0.
            long[] empty = spec.HasRank ? [.. spec.Dimensions.Select(d => d.Size ?? 0)] : [0];
            context.AllocateOutput(output.Slot, spec.ElementType, empty);
            return;
        }

        InferenceTensor stacked = null!;
        for (int i = 0; i < count; i++)
        {
            int index = i;
            WithElement(sequence, index, element =>
            {
                _api.Describe(element, out ReadOnlySpan<long> dimensions);
                if (index == 0) stacked = context.AllocateOutput(output.Slot, spec.ElementType, [count, .. dimensions]);
                else if (!stacked.Dimensions[1..].SequenceEqual(dimensions)) throw Uneven(output, stacked, index, dimensions);
                CopyTo(element, stacked, index * CountOf(dimensions));
            });
        }
    }

    private InferenceTensor CollectKeys(ModelExecutionContext context, OnnxOutput output, nint map)
    {
        InferenceTensor collected = null!;
        WithElement(map, 0, keys =>
        {
            OrtElementType type = _api.Describe(keys, out ReadOnlySpan<long> dimensions);
            collected = context.AllocateOutput(output.KeysSlot, OrtElementTypes.ToContract(type), dimensions);
            CopyTo(keys, collected, 0);
        });
        return collected;
    }

    private void RequireKeys(OnnxOutput output, nint map, int row, InferenceTensor expected) => WithElement(map, 0, keys =>
    {
        _api.Describe(keys, out ReadOnlySpan<long> dimensions);
        bool same = dimensions.SequenceEqual(expected.Dimensions);
        if (same && expected.ElementType == TensorElementType.String)
        {
            var texts = new string[expected.ElementCount];
            TextTensors.Read(_api, keys, texts);
            same = expected.AsReadOnlySpan<string>().SequenceEqual(texts);
        }
        else if (same)
        {
            int length = checked((int)expected.ByteLength);
            same = new ReadOnlySpan<byte>(_api.GetData(keys), length).SequenceEqual(new ReadOnlySpan<byte>(expected.DangerousGetAddress(), length));
        }

        if (!same)
            throw new MceException(
                MceErrorCodes.ModelFailed,
                $"The maps of output '{output.Name}' have other keys in row {row} than in row 0, so they fit no tensor. Call the model with one row at a time.",
                new Dictionary<string, string> { ["name"] = output.Name });
    });

    /// <summary>Copies all elements of a native tensor into a contiguous one, from an element on.</summary>
    private void CopyTo(nint source, InferenceTensor target, long offset)
    {
        _api.Describe(source, out ReadOnlySpan<long> dimensions);
        long count = CountOf(dimensions);
        if (count > target.ElementCount - offset)
            throw new MceException(MceErrorCodes.ModelFailed, $"The model returned {count} elements where {target.ElementCount - offset} of {target} are left.");
        if (target.ElementType == TensorElementType.String)
        {
            TextTensors.Read(_api, source, target.AsSpan<string>().Slice((int)offset, (int)count));
            return;
        }

        int size = TensorElementTypes.SizeOf(target.ElementType);
        if (count > 0) Buffer.MemoryCopy(_api.GetData(source), (byte*)target.DangerousGetAddress() + (offset * size), count * size, count * size);
    }

    private static long CountOf(ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (long dimension in dimensions) count *= dimension;
        return count;
    }

    private void WithElement(nint value, int index, Action<nint> use)
    {
        nint element = _api.GetElement(value, index, environment.Allocator);
        try
        {
            use(element);
        }
        finally
        {
            _api.ReleaseValue(element);
        }
    }

    private static MceException Uneven(OnnxOutput output, InferenceTensor stacked, int index, ReadOnlySpan<long> dimensions) => new(
        MceErrorCodes.ModelFailed,
        $"The tensors of the sequence '{output.Name}' have different shapes, so they fit no tensor: "
        + $"[{string.Join(", ", stacked.Dimensions[1..].ToArray())}] first, [{string.Join(", ", dimensions.ToArray())}] at {index}. Pad them in the model, or call it with one row at a time.",
        new Dictionary<string, string> { ["name"] = output.Name });
}
