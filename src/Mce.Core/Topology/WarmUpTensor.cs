namespace Mce;

/// <summary>One input of a warm-up request: where it goes, its shape, and how to make it.</summary>
internal sealed class WarmUpTensor
{
    private readonly TensorSpec _spec;
    private readonly long[] _dimensions;
    private readonly string? _file;
    private readonly bool _isRandom;

    private WarmUpTensor(int slot, TensorSpec spec, InferenceTensor given)
    {
        Slot = slot;
        _spec = spec;
        _dimensions = [];
        Given = given;
    }

    private WarmUpTensor(int slot, TensorSpec spec, long[] dimensions, string? file, bool isRandom)
    {
        Slot = slot;
        _spec = spec;
        _dimensions = dimensions;
        _file = file;
        _isRandom = isRandom;
    }

    public int Slot { get; }

    /// <summary>The caller's own tensor; null = made by <see cref="Make"/>.</summary>
    public InferenceTensor? Given { get; }

    /// <summary>How to make one input; null = it is optional and nobody gives it.</summary>
    /// <exception cref="MceException">It can't be made.</exception>
    public static WarmUpTensor? Create(int slot, TensorSpec spec, WarmUpInput? input, MceOptions options, SizeLimits limits)
    {
        if (input is null && spec.IsOptional) return null;
        if (input?.Tensor is { } given) return new WarmUpTensor(slot, spec, given);

        long[] dimensions = input?.Dimensions?.ToArray() ?? Smallest(spec);
        CheckSize(spec, dimensions, limits);
        bool isRandom = input is not null && WarmUpInput.IsRandom(input.Data);
        string? file = input is null || isRandom || WarmUpInput.IsZero(input.Data) ? null : ModelPaths.Resolve(input.Data, options);
        if ((isRandom || file is not null) && TensorElementTypes.IsManaged(spec.ElementType))
            throw new MceException(
                MceErrorCodes.ConfigurationInvalid,
                $"It takes {spec.ElementType.ToString().ToLowerInvariant()} elements, which '{input!.Data}' can't give: leave Data out for empty ones, or give a Tensor in code.");

        return new WarmUpTensor(slot, spec, dimensions, file, isRandom);
    }

    /// <summary>Makes the tensor; the caller disposes it.</summary>
    /// <param name="withData">Whether its elements matter. Without them a file is measured and not read.</param>
    /// <param name="limits">How large it may be.</param>
    public InferenceTensor Make(bool withData, SizeLimits limits)
    {
        CheckSize(_spec, _dimensions, limits);
        InferenceTensor tensor = InferenceTensor.Create(_spec.ElementType, _dimensions);
        try
        {
            if (_file is not null) Read(_file, tensor, withData);
            else if (_isRandom && withData) WarmUpData.FillRandom(tensor, seed: Slot);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static long[] Smallest(TensorSpec spec) => spec.HasRank
        ? [.. spec.Dimensions.Select(d => d.Size ?? Math.Max(1, d.Minimum))]
        : throw new MceException(MceErrorCodes.ConfigurationInvalid, $"The model doesn't say what shape it has ({spec}): give its Dimensions.");

    // Before any memory is taken. In floating point nothing overflows.
    private static void CheckSize(TensorSpec spec, long[] dimensions, SizeLimits limits)
    {
        double bytes = TensorElementTypes.IsManaged(spec.ElementType) ? nint.Size : TensorElementTypes.SizeOf(spec.ElementType);
        foreach (long dimension in dimensions) bytes *= dimension;
        if (bytes > limits.MaxTensorBytes) throw RequestErrors.InputTooLarge(spec, bytes >= long.MaxValue ? long.MaxValue : (long)bytes, limits);
    }

    private static void Read(string path, InferenceTensor tensor, bool withData)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length != tensor.ByteLength)
                throw new MceException(
                    MceErrorCodes.TensorShapeMismatch,
                    $"The file '{path}' has {file.Length:N0} bytes; {tensor} takes {tensor.ByteLength:N0}. It holds the elements alone, little-endian and without a header.",
                    new Dictionary<string, string> { ["path"] = path });
            if (withData) file.ReadExactly(WarmUpData.Bytes(tensor));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MceException(
                MceErrorCodes.ConfigurationInvalid,
                $"The file '{path}' can't be read: {e.Message} Data is 'Zero', 'Random' or a file with the elements.",
                new Dictionary<string, string> { ["path"] = path },
                e);
        }
    }
}
