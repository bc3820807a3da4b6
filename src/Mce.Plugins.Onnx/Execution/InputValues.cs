using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Makes values for the inputs whose memory ONNX Runtime can't read in place: text, packed types, sequences, maps.</summary>
internal sealed class InputValues(OrtEnvironment environment)
{
    // Tensors without elements take no memory in a request, however many its shape says there are; in a sequence each takes some.
    private const long LongestSequence = 1 << 20;

    private readonly OrtApi _api = environment.Api;

    /// <summary>A value with a copy of an input; the caller releases it.</summary>
    /// <exception cref="MceException">The tensors that stand for the input don't fit each other, or a number doesn't fit its type.</exception>
    public nint Create(ModelExecutionContext context, GraphValue input, InferenceTensor tensor) => input.Kind switch
    {
        GraphValueKind.Tensor => NativeElements.Create(environment, input.ElementType, tensor.Dimensions, tensor, 0, input.Name),
        GraphValueKind.Sequence => CreateStacked(input, tensor),
        GraphValueKind.RaggedSequence => CreateRagged(input, tensor, Beside(context, input.ShapesSlot)),
        GraphValueKind.Map => CreateMap(input, Beside(context, input.KeysSlot), tensor, 0),
        _ => CreateMaps(input, Beside(context, input.KeysSlot), tensor),
    };

    private static InferenceTensor Beside(ModelExecutionContext context, int slot)
    {
        TensorSpec spec = context.Signature.Inputs[slot];
        if (context.GetInput(slot) is not { } tensor) throw OnnxErrors.InputMissing(spec);
        if (tensor.ElementType != spec.ElementType || !tensor.IsContiguous || !tensor.Device.IsHost) OnnxErrors.ThrowUnusable(spec, tensor);
        spec.Validate(tensor);
        return tensor;
    }

    private nint CreateStacked(GraphValue input, InferenceTensor tensor)
    {
        if (tensor.Rank == 0) throw Mismatch(input.Name, $"'{input.Name}' is a sequence, whose first dimension counts its tensors; a scalar was given.");
        long[] shape = tensor.Dimensions[1..].ToArray();
        long each = NativeElements.CountOf(shape);
        return CreateSequence(input, tensor.Dimensions[0], i => NativeElements.Create(environment, input.ElementType, shape, tensor, i * each, input.Name));
    }

    private nint CreateRagged(GraphValue input, InferenceTensor tensor, InferenceTensor shapes)
    {
        long[][] each = ReadShapes(input.Name, tensor, shapes);
        long offset = 0;
        return CreateSequence(input, each.Length, i =>
        {
            nint item = NativeElements.Create(environment, input.ElementType, each[i], tensor, offset, input.Name);
            offset += NativeElements.CountOf(each[i]);
            return item;
        });
    }

    private static long[][] ReadShapes(string name, InferenceTensor tensor, InferenceTensor shapes)
    {
        // Before anything is made for each: rows of no dimensions take no memory in a request either.
        RequireLength(name, shapes.Dimensions[0]);
        int count = (int)shapes.Dimensions[0], rank = (int)Math.Min(shapes.Dimensions[1], int.MaxValue);
        ReadOnlySpan<long> all = shapes.AsReadOnlySpan<long>();
        var each = new long[count][];
        Int128 total = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<long> row = all.Slice(i * rank, rank);
            int used = row.IndexOf(-1) is >= 0 and int end ? end : rank;
            Int128 product = 1;
            foreach (long dimension in row[..used])
            {
                if (dimension < 0) throw Mismatch(name, $"The shape of tensor {i} of the sequence '{name}' has the dimension {dimension}; only -1 may stand behind the last one.");
                // Larger than any tensor already; going on could overflow.
                product = product > tensor.ElementCount ? product : product * dimension;
            }

            if (row[used..].ContainsAnyExcept(-1L)) throw Mismatch(name, $"The shape of tensor {i} of the sequence '{name}' goes on behind a -1.");
            total += product;
            each[i] = row[..used].ToArray();
        }

        return total == tensor.ElementCount ? each : throw Mismatch(
            name,
            $"The shapes of the sequence '{name}' have {total} elements together, and {tensor.ElementCount} were given.");
    }

    private nint CreateMaps(GraphValue input, InferenceTensor keys, InferenceTensor values)
    {
        if (values.Rank != 2) throw Mismatch(input.Name, $"'{input.Name}' is a sequence of maps: a row each, and a column a key; {values} was given.");
        return CreateSequence(input, values.Dimensions[0], i => CreateMap(input, keys, values, i * keys.ElementCount));
    }

    private nint CreateMap(GraphValue input, InferenceTensor keys, InferenceTensor values, long offset)
    {
        if (values.Rank == 0 || values.Dimensions[^1] != keys.ElementCount)
            throw Mismatch(input.Name, $"The map '{input.Name}' has {keys.ElementCount} keys, and its values are {values}.");
        long[] shape = [keys.ElementCount];
        Span<nint> parts = [0, 0];
        try
        {
            parts[0] = NativeElements.Create(environment, input.KeyType, shape, keys, 0, input.Name);
            parts[1] = NativeElements.Create(environment, input.ElementType, shape, values, offset, input.Name);
            return _api.CreateComposite(OrtValueKind.Map, parts);
        }
        finally
        {
            Release(parts);
        }
    }

    private nint CreateSequence(GraphValue input, long count, Func<int, nint> create)
    {
        RequireLength(input.Name, count);
        if (count == 0)
            return input.Kind == GraphValueKind.MapSequence
                ? throw Mismatch(input.Name, $"The sequence of maps '{input.Name}' is empty; ONNX Runtime takes none without a map.")
                : EmptySequence.Create(environment, input.ElementType);
        var items = new nint[count];
        try
        {
            for (int i = 0; i < items.Length; i++) items[i] = create(i);
            return _api.CreateComposite(OrtValueKind.Sequence, items);
        }
        finally
        {
            Release(items);
        }
    }

    private static void RequireLength(string name, long count)
    {
        if (count > LongestSequence)
            throw new MceException(
                MceErrorCodes.TensorInvalid,
                $"The sequence '{name}' would have {count:N0} elements; at most {LongestSequence:N0} are possible.",
                new Dictionary<string, string> { ["name"] = name });
    }

    private void Release(ReadOnlySpan<nint> values)
    {
        foreach (nint value in values)
            if (value != 0) _api.ReleaseValue(value);
    }

    private static MceException Mismatch(string name, string message) =>
        new(MceErrorCodes.TensorShapeMismatch, message, new Dictionary<string, string> { ["name"] = name });
}
