using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Copies elements between the contract's tensors and ONNX Runtime's own, where memory can't be shared.</summary>
internal static unsafe class NativeElements
{
    /// <summary>A native tensor with a copy of some elements of a contiguous tensor; the caller releases it.</summary>
    /// <param name="environment">ONNX Runtime.</param>
    /// <param name="type">The native type, which the tensor's type stands for.</param>
    /// <param name="dimensions">The shape of the copy.</param>
    /// <param name="source">The tensor.</param>
    /// <param name="offset">The element to start at; enough must follow.</param>
    /// <param name="name">The input's name, for errors.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: a number doesn't fit the type.</exception>
    public static nint Create(OrtEnvironment environment, OrtElementType type, ReadOnlySpan<long> dimensions, InferenceTensor source, long offset, string name)
    {
        OrtApi api = environment.Api;
        nint value = api.CreateTensor(environment.Allocator, dimensions, type);
        try
        {
            long count = CountOf(dimensions);
            if (count == 0) return value;
            if (type == OrtElementType.String) TextTensors.Write(api, value, source.AsReadOnlySpan<string>().Slice((int)offset, (int)count));
            else if (OrtElementTypes.PackedBits(type) > 0) PackedElements.Pack(type, (byte*)source.DangerousGetAddress() + offset, (byte*)api.GetData(value), count, name);
            else
            {
                int size = TensorElementTypes.SizeOf(source.ElementType);
                Buffer.MemoryCopy((byte*)source.DangerousGetAddress() + (offset * size), api.GetData(value), count * size, count * size);
            }
        }
        catch
        {
            api.ReleaseValue(value);
            throw;
        }

        return value;
    }

    /// <summary>Copies all elements of a native tensor into a contiguous one, from an element on.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelFailed"/>: they don't fit.</exception>
    public static void CopyTo(OrtApi api, nint source, InferenceTensor target, long offset)
    {
        OrtElementType type = api.Describe(source, out ReadOnlySpan<long> dimensions);
        long count = CountOf(dimensions);
        if (count > target.ElementCount - offset || OrtElementTypes.ToContract(type) != target.ElementType)
            throw new MceException(
                MceErrorCodes.ModelFailed,
                $"The model returned {count} elements of {OrtElementTypes.NameOf(type)} where {target.ElementCount - offset} of {target} are left.");
        if (count == 0) return;
        if (type == OrtElementType.String)
        {
            TextTensors.Read(api, source, target.AsSpan<string>().Slice((int)offset, (int)count));
            return;
        }

        int size = TensorElementTypes.SizeOf(target.ElementType);
        byte* destination = (byte*)target.DangerousGetAddress() + (offset * size);
        if (OrtElementTypes.PackedBits(type) > 0) PackedElements.Unpack(type, (byte*)api.GetData(source), destination, count);
        else Buffer.MemoryCopy(api.GetData(source), destination, count * size, count * size);
    }

    public static long CountOf(ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (long dimension in dimensions) count *= dimension;
        return count;
    }
}
