namespace Mce.Conformance;

/// <summary>The same elements in other memory: read-only, at an odd address, with gaps.</summary>
internal static unsafe class TensorCopies
{
    /// <summary>A copy in memory that refuses writing.</summary>
    public static InferenceTensor ReadOnly(InferenceTensor tensor) => tensor.ElementType switch
    {
        TensorElementType.String => InferenceTensor.FromReadOnlyMemory<string>(tensor.ToArray<string>(), tensor.Dimensions),
        TensorElementType.Bytes => InferenceTensor.FromReadOnlyMemory<ReadOnlyMemory<byte>>(tensor.ToArray<ReadOnlyMemory<byte>>(), tensor.Dimensions),
        _ => Rebuild(tensor, gap: 1, offset: 0),
    };

    /// <summary>A contiguous view into the middle of a longer tensor: one element before it, one behind.</summary>
    public static InferenceTensor Inner(InferenceTensor tensor)
    {
        using InferenceTensor outer = InferenceTensor.Create(tensor.ElementType, tensor.ElementCount + 2);
        using InferenceTensor flat = outer.Slice(0, 1, tensor.ElementCount);
        InferenceTensor inner = flat.Reshape(tensor.Dimensions);
        tensor.CopyTo(inner);
        return inner;
    }

    /// <summary>A copy with every second element unused.</summary>
    public static InferenceTensor Strided(InferenceTensor tensor) =>
        TensorElementTypes.IsManaged(tensor.ElementType) ? tensor.Share() : Rebuild(tensor, gap: 2, offset: 1);

    private static InferenceTensor Rebuild(InferenceTensor tensor, int gap, int offset)
    {
        int size = TensorElementTypes.SizeOf(tensor.ElementType);
        using InferenceTensor packed = tensor.ToContiguous();
        var memory = new ReadOnlyMemoryBlock((packed.ElementCount * gap + offset) * size);
        byte* source = (byte*)packed.DangerousGetAddress(), target = (byte*)memory.Address + (offset * size);
        for (long i = 0; i < packed.ElementCount; i++)
            Buffer.MemoryCopy(source + (i * size), target + (i * gap * size), size, size);

        long[] strides = packed.Strides.ToArray();
        for (int i = 0; i < strides.Length; i++) strides[i] *= gap;
        return InferenceTensor.FromMemory(tensor.ElementType, tensor.Dimensions, memory, strides, offset * size);
    }

    private sealed class ReadOnlyMemoryBlock(long byteLength) : PooledTensorMemory(byteLength)
    {
        public override bool IsReadOnly => true;

        protected override void Free()
        {
        }
    }
}
