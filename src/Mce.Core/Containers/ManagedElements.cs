namespace Mce;

/// <summary>Looks at each element of a text or bytes input, whose sizes its shape doesn't tell. Each call, since the caller's array may change.</summary>
internal static class ManagedElements
{
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: a null; <see cref="MceErrorCodes.LimitExceeded"/>.</exception>
    public static void Check(TensorSpec spec, InferenceTensor tensor, SizeLimits limits)
    {
        if (!tensor.IsContiguous)
        {
            using InferenceTensor packed = tensor.ToContiguous(); // references and not their texts: little
            Check(spec, packed, limits);
        }
        else if (tensor.ElementType == TensorElementType.String)
        {
            CheckTexts(spec, tensor.AsReadOnlySpan<string?>(), limits);
        }
        else
        {
            CheckBytes(spec, tensor.AsReadOnlySpan<ReadOnlyMemory<byte>>(), limits);
        }
    }

    private static void CheckTexts(TensorSpec spec, ReadOnlySpan<string?> texts, SizeLimits limits)
    {
        long total = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            int length = texts[i]?.Length ?? throw RequestErrors.NullElement(spec);
            if (length > limits.MaxStringLength) throw RequestErrors.ElementTooLong(spec, i, $"{length:N0} characters", limits);
            total += length;
        }

        if (total > limits.MaxTensorBytes / sizeof(char)) throw RequestErrors.InputTooLarge(spec, total * sizeof(char), limits);
    }

    private static void CheckBytes(TensorSpec spec, ReadOnlySpan<ReadOnlyMemory<byte>> elements, SizeLimits limits)
    {
        long total = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            int length = elements[i].Length;
            if (length > limits.MaxStringLength) throw RequestErrors.ElementTooLong(spec, i, $"{length:N0} bytes", limits);
            total += length;
        }

        if (total > limits.MaxTensorBytes) throw RequestErrors.InputTooLarge(spec, total, limits);
    }
}
