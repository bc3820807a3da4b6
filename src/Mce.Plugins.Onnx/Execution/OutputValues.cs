using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Copies the outputs that can't be handed over in ONNX Runtime's memory: text, packed types, sequences, maps, optionals.</summary>
internal sealed unsafe class OutputValues(OrtEnvironment environment)
{
    private readonly OrtApi _api = environment.Api;

    /// <summary>Copies an output's elements to the slots it fills.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelFailed"/>: the elements don't fit the tensors that stand for them.</exception>
    public void Collect(ModelExecutionContext context, GraphValue output, nint value)
    {
        bool present = value != 0 && _api.Exists(value);
        if (!present && !output.IsOptional) throw OnnxErrors.NothingReturned(context.Signature.Outputs[output.Slot]);
        if (output.PresentSlot >= 0) context.AllocateOutput(output.PresentSlot, TensorElementType.Boolean, []).AsSpan<bool>()[0] = present;
        if (!present)
        {
            CollectNothing(context, output);
            return;
        }

        switch (output.Kind)
        {
            case GraphValueKind.Tensor:
                _api.Describe(value, out ReadOnlySpan<long> dimensions);
                NativeElements.CopyTo(_api, value, Allocate(context, output.Slot, dimensions), 0);
                break;
            case GraphValueKind.Sequence:
                CollectStacked(context, output, value);
                break;
            case GraphValueKind.RaggedSequence:
                CollectRagged(context, output, value);
                break;
            case GraphValueKind.Map:
                CollectMap(context, output, value);
                break;
            default:
                CollectMaps(context, output, value);
                break;
        }
    }

    // Every slot must be set. What is in it means nothing; fixed dimensions are kept, since a server may count on them.
    private static void CollectNothing(ModelExecutionContext context, GraphValue output)
    {
        foreach (int slot in (ReadOnlySpan<int>)[output.Slot, output.KeysSlot, output.ShapesSlot])
        {
            if (slot < 0) continue;
            InferenceTensor empty = Allocate(context, slot, EmptyShape(context.Signature.Outputs[slot]));
            if (empty.ElementType == TensorElementType.String) empty.AsSpan<string>().Fill("");
            else new Span<byte>(empty.DangerousGetAddress(), checked((int)empty.ByteLength)).Clear();
        }
    }

    private void CollectMap(ModelExecutionContext context, GraphValue output, nint map)
    {
        CollectKeys(context, output, map);
        WithElement(map, 1, values =>
        {
            _api.Describe(values, out ReadOnlySpan<long> dimensions);
            NativeElements.CopyTo(_api, values, Allocate(context, output.Slot, dimensions), 0);
        });
    }

    private void CollectMaps(ModelExecutionContext context, GraphValue output, nint sequence)
    {
        int rows = _api.CountOf(sequence);
        if (rows == 0)
        {
            Allocate(context, output.Slot, [0, 0]);
            Allocate(context, output.KeysSlot, [0]);
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
                    _api.Describe(element, out ReadOnlySpan<long> dimensions);
                    long columns = NativeElements.CountOf(dimensions);
                    if (row == 0) values = Allocate(context, output.Slot, [rows, columns]);
                    NativeElements.CopyTo(_api, element, values, row * columns);
                });
            });
        }
    }

    private void CollectStacked(ModelExecutionContext context, GraphValue output, nint sequence)
    {
        int count = _api.CountOf(sequence);
        if (count == 0)
        {
            // Nothing tells the sizes of elements that don't exist: dimensions that aren't fixed are 0.
            Allocate(context, output.Slot, EmptyShape(context.Signature.Outputs[output.Slot]) is { Length: > 0 } shape ? shape : [0]);
            return;
        }

        InferenceTensor stacked = null!;
        for (int i = 0; i < count; i++)
        {
            int index = i;
            WithElement(sequence, index, element =>
            {
                _api.Describe(element, out ReadOnlySpan<long> dimensions);
                if (index == 0) stacked = Allocate(context, output.Slot, [count, .. dimensions]);
                else if (!stacked.Dimensions[1..].SequenceEqual(dimensions)) throw Uneven(output, stacked, index, dimensions);
                NativeElements.CopyTo(_api, element, stacked, index * NativeElements.CountOf(dimensions));
            });
        }
    }

    private void CollectRagged(ModelExecutionContext context, GraphValue output, nint sequence)
    {
        int count = _api.CountOf(sequence);
        var shapes = new long[count][];
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            int index = i;
            WithElement(sequence, index, element =>
            {
                _api.Describe(element, out ReadOnlySpan<long> dimensions);
                shapes[index] = dimensions.ToArray();
                total += NativeElements.CountOf(dimensions);
            });
        }

        int rank = shapes.Select(shape => shape.Length).DefaultIfEmpty(0).Max();
        Span<long> table = Allocate(context, output.ShapesSlot, [count, rank]).AsSpan<long>();
        table.Fill(-1);
        for (int i = 0; i < count; i++) shapes[i].CopyTo(table[(i * rank)..]);

        InferenceTensor elements = Allocate(context, output.Slot, [total]);
        long offset = 0;
        for (int i = 0; i < count; i++)
        {
            WithElement(sequence, i, element => NativeElements.CopyTo(_api, element, elements, offset));
            offset += NativeElements.CountOf(shapes[i]);
        }
    }

    private InferenceTensor CollectKeys(ModelExecutionContext context, GraphValue output, nint map)
    {
        InferenceTensor collected = null!;
        WithElement(map, 0, keys =>
        {
            _api.Describe(keys, out ReadOnlySpan<long> dimensions);
            collected = Allocate(context, output.KeysSlot, dimensions);
            NativeElements.CopyTo(_api, keys, collected, 0);
        });
        return collected;
    }

    private void RequireKeys(GraphValue output, nint map, int row, InferenceTensor expected) => WithElement(map, 0, keys =>
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

    private static InferenceTensor Allocate(ModelExecutionContext context, int slot, ReadOnlySpan<long> dimensions) =>
        context.AllocateOutput(slot, context.Signature.Outputs[slot].ElementType, dimensions);

    private static long[] EmptyShape(TensorSpec spec) => spec.HasRank ? [.. spec.Dimensions.Select(d => d.Size ?? 0)] : [0];

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

    private static MceException Uneven(GraphValue output, InferenceTensor stacked, int index, ReadOnlySpan<long> dimensions) => new(
        MceErrorCodes.ModelFailed,
        $"The tensors of the sequence '{output.Name}' have different shapes, so they fit no single tensor: "
        + $"[{string.Join(", ", stacked.Dimensions[1..].ToArray())}] first, [{string.Join(", ", dimensions.ToArray())}] at {index}. "
        + "Set the container's Sequences to Ragged, or call the model with one row at a time.",
        new Dictionary<string, string> { ["name"] = output.Name });
}
