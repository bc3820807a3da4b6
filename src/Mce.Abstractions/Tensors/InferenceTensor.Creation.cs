using System.Runtime.CompilerServices;

namespace Mce;

public sealed unsafe partial class InferenceTensor
{
    /// <summary>A new tensor of zeros (or of nulls and empty elements) on the host.</summary>
    /// <param name="dimensions">None negative; empty for a scalar.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: the dimensions are negative or overflow.</exception>
    public static InferenceTensor Create<T>(params ReadOnlySpan<long> dimensions) =>
        Create(TensorElementTypes.Of<T>(), dimensions);

    /// <summary>A new tensor of zeros (empty text, empty bytes) on the host.</summary>
    /// <inheritdoc cref="Create{T}" path="/exception"/>
    public static InferenceTensor Create(TensorElementType elementType, params ReadOnlySpan<long> dimensions)
    {
        long count = TensorLayout.CountElements(dimensions);
        if (TensorElementTypes.IsManaged(elementType))
        {
            TensorMemory managed = elementType == TensorElementType.String
                ? new ManagedTensorMemory<string>(NewFilled(CheckedLength(count, dimensions), ""), readOnly: false)
                : new ManagedTensorMemory<ReadOnlyMemory<byte>>(new ReadOnlyMemory<byte>[CheckedLength(count, dimensions)], readOnly: false);
            return new InferenceTensor(elementType, dimensions.ToArray(), count, null, null, managed);
        }

        long bytes = TensorLayout.CountBytes(count, TensorElementTypes.SizeOf(elementType), dimensions);
        if (bytes > Array.MaxLength - HeapTensorMemory.Alignment)
            throw TensorLayout.Invalid($"{TensorLayout.Format(dimensions)} of {elementType} takes {bytes} bytes: over 2 GiB, wrap native memory instead.", dimensions);
        return FromMemory(elementType, dimensions, new HeapTensorMemory(bytes));
    }

    /// <summary>A tensor over the caller's array, without a copy. The array stays pinned until the tensor is disposed.</summary>
    /// <param name="array">Exactly as many elements as the dimensions say.</param>
    /// <param name="dimensions">None negative; empty for a scalar.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: the dimensions don't fit the array.</exception>
    public static InferenceTensor FromArray<T>(T[] array, params ReadOnlySpan<long> dimensions)
    {
        ArgumentNullException.ThrowIfNull(array);
        return FromMemory(array.AsMemory(), dimensions);
    }

    /// <summary>A tensor over the caller's memory, without a copy. The memory stays pinned until the tensor is disposed.</summary>
    /// <inheritdoc cref="FromArray{T}" path="/param[@name='dimensions']"/>
    /// <inheritdoc cref="FromArray{T}" path="/exception"/>
    public static InferenceTensor FromMemory<T>(Memory<T> memory, params ReadOnlySpan<long> dimensions) =>
        Wrap(memory, dimensions, readOnly: false);

    /// <summary>As <see cref="FromMemory{T}(Memory{T}, ReadOnlySpan{long})"/>, for memory that nobody may write to.</summary>
    public static InferenceTensor FromReadOnlyMemory<T>(ReadOnlyMemory<T> memory, params ReadOnlySpan<long> dimensions) =>
        Wrap(System.Runtime.InteropServices.MemoryMarshal.AsMemory(memory), dimensions, readOnly: true);

    /// <summary>A tensor over counted memory, for plugins, pools and shared segments. Takes over the creator's count.</summary>
    /// <param name="elementType">A type that lies in flat memory; not text or bytes.</param>
    /// <param name="dimensions">None negative; empty for a scalar.</param>
    /// <param name="memory">At least as long as the dimensions and strides reach.</param>
    /// <param name="strides">In elements, not negative; empty = contiguous.</param>
    /// <param name="byteOffset">Where the first element lies; a multiple of the element's size.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorInvalid"/>: the memory is too short, the offset lies within an element, or the layout overflows.
    /// The count stays with the caller then.</exception>
    public static InferenceTensor FromMemory(
        TensorElementType elementType,
        ReadOnlySpan<long> dimensions,
        TensorMemory memory,
        ReadOnlySpan<long> strides = default,
        long byteOffset = 0)
    {
        ArgumentNullException.ThrowIfNull(memory);
        int size = TensorElementTypes.SizeOf(elementType);
        if (size == 0) throw new ArgumentException("Text and bytes are managed objects: use FromArray.", nameof(elementType));
        if (strides.Length != 0 && strides.Length != dimensions.Length)
            throw TensorLayout.Invalid($"{strides.Length} strides for {dimensions.Length} dimensions.", dimensions);

        long count = TensorLayout.CountElements(dimensions);
        bool contiguous = strides.Length == 0 || TensorLayout.IsContiguous(dimensions, strides);
        TensorLayout.CountBytes(count, size, dimensions); // strides of 0 reach less than they count
        long reach = contiguous ? count : TensorLayout.CountReached(dimensions, strides);
        long needed = TensorLayout.CountBytes(reach, size, dimensions);
        if (byteOffset % size != 0) throw TensorLayout.Invalid($"The offset {byteOffset} lies within an element: {elementType} takes {size} bytes.", dimensions);
        if (byteOffset < 0 || byteOffset > memory.ByteLength || needed > memory.ByteLength - byteOffset)
            throw TensorLayout.Invalid($"{elementType}{TensorLayout.Format(dimensions)} needs {needed} bytes from offset {byteOffset}; the memory has {memory.ByteLength}.", dimensions);

        return new InferenceTensor(elementType, dimensions.ToArray(), count, contiguous ? null : strides.ToArray(), (byte*)memory.Address + byteOffset, memory);
    }

    private static InferenceTensor Wrap<T>(Memory<T> memory, ReadOnlySpan<long> dimensions, bool readOnly)
    {
        TensorElementType type = TensorElementTypes.Of<T>();
        long count = TensorLayout.CountElements(dimensions);
        if (count != memory.Length)
            throw TensorLayout.Invalid(
                $"The shape {TensorLayout.Format(dimensions)} has {count} element{(count == 1 ? "" : "s")}; the memory has {memory.Length}." +
                (dimensions.IsEmpty ? $" Give the dimensions, for example FromArray(values, 1, {memory.Length})." : ""),
                dimensions);

        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            return new InferenceTensor(type, dimensions.ToArray(), count, null, null, new ManagedTensorMemory<T>(memory, readOnly));

        var pinned = new PinnedTensorMemory(memory.Pin(), count * Unsafe.SizeOf<T>(), readOnly);
        return new InferenceTensor(type, dimensions.ToArray(), count, null, pinned.Address, pinned);
    }

    private static int CheckedLength(long count, ReadOnlySpan<long> dimensions) =>
        count <= Array.MaxLength ? (int)count : throw TensorLayout.Invalid($"{TensorLayout.Format(dimensions)} has too many managed elements.", dimensions);

    private static string[] NewFilled(int length, string value)
    {
        var array = new string[length];
        Array.Fill(array, value);
        return array;
    }
}
