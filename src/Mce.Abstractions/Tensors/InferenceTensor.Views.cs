namespace Mce;

public sealed unsafe partial class InferenceTensor
{
    /// <summary>A second tensor over the same memory with a count of its own.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public InferenceTensor Share() =>
        new(ElementType, _dimensions, ElementCount, _strides, _data, AcquireMemory());

    /// <summary>The same elements under other dimensions, without a copy. The tensor must be contiguous.</summary>
    /// <param name="dimensions">With the same number of elements.</param>
    public InferenceTensor Reshape(params ReadOnlySpan<long> dimensions)
    {
        if (!IsContiguous) throw new InvalidOperationException($"{this} is strided: call ToContiguous first.");
        if (TensorLayout.CountElements(dimensions) != ElementCount)
            throw TensorLayout.Invalid($"{this} has {ElementCount} elements, which don't fit {TensorLayout.Format(dimensions)}.", dimensions);
        return new InferenceTensor(ElementType, dimensions.ToArray(), ElementCount, null, _data, AcquireMemory());
    }

    /// <summary>A part of the tensor along one dimension, without a copy.</summary>
    /// <param name="dimension">From 0 to <see cref="Rank"/> - 1.</param>
    /// <param name="start">The first index kept.</param>
    /// <param name="length">How many are kept.</param>
    public InferenceTensor Slice(int dimension, long start, long length)
    {
        if ((uint)dimension >= (uint)Rank) throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"{this} has {Rank} dimensions.");
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (start > _dimensions[dimension] - length) throw new ArgumentOutOfRangeException(nameof(length), length, $"Dimension {dimension} of {this} ends at {_dimensions[dimension]}.");

        ReadOnlySpan<long> strides = Strides;
        var dimensions = (long[])_dimensions.Clone();
        dimensions[dimension] = length;
        return View(dimensions, strides.ToArray(), start * strides[dimension]);
    }

    /// <summary>The tensor with its dimensions in another order, without a copy.</summary>
    /// <param name="order">Each of 0 to <see cref="Rank"/> - 1 once.</param>
    public InferenceTensor Permute(params ReadOnlySpan<int> order)
    {
        if (order.Length != Rank || order.ToArray().Distinct().Count(i => (uint)i < (uint)Rank) != Rank)
            throw new ArgumentException($"The order must hold each of 0 to {Rank - 1} once.", nameof(order));

        ReadOnlySpan<long> strides = Strides;
        var newDimensions = new long[Rank];
        var newStrides = new long[Rank];
        for (int i = 0; i < order.Length; i++)
        {
            newDimensions[i] = _dimensions[order[i]];
            newStrides[i] = strides[order[i]];
        }

        return View(newDimensions, newStrides, 0);
    }

    /// <summary>A contiguous tensor with the same elements: a share when this one is contiguous, else a copy.</summary>
    public InferenceTensor ToContiguous()
    {
        if (IsContiguous) return Share();
        InferenceTensor copy = Create(ElementType, _dimensions);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Copies the elements to a contiguous host tensor of the same type and dimensions.</summary>
    /// <exception cref="MceException">The types or dimensions differ.</exception>
    public void CopyTo(InferenceTensor destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.ElementType != ElementType)
            throw new MceException(MceErrorCodes.TensorTypeMismatch, $"{this} can't be copied to {destination}: the element types differ.");
        if (!destination.Dimensions.SequenceEqual(Dimensions))
            throw new MceException(MceErrorCodes.TensorShapeMismatch, $"{this} can't be copied to {destination}: the shapes differ.");
        if (!destination.IsContiguous || destination.IsReadOnly || !destination.Device.IsHost || !Device.IsHost)
            throw new InvalidOperationException($"{this} can't be copied to {destination}: both must lie on the host, and the destination must be contiguous and writable.");

        TensorMemory source = AcquireMemory();
        try
        {
            TensorMemory target = destination.AcquireMemory();
            try
            {
                CopyElements(source, target, destination);
            }
            finally
            {
                target.Release();
            }
        }
        finally
        {
            source.Release();
        }
    }

    private void CopyElements(TensorMemory source, TensorMemory target, InferenceTensor destination)
    {
        if (ElementType == TensorElementType.String)
            Gather(((ManagedTensorMemory<string>)source).Elements.Span[(int)(nint)_data..], ((ManagedTensorMemory<string>)target).Elements.Span[(int)(nint)destination._data..]);
        else if (ElementType == TensorElementType.Bytes)
            Gather(((ManagedTensorMemory<ReadOnlyMemory<byte>>)source).Elements.Span[(int)(nint)_data..], ((ManagedTensorMemory<ReadOnlyMemory<byte>>)target).Elements.Span[(int)(nint)destination._data..]);
        else if (IsContiguous)
            Buffer.MemoryCopy(_data, destination._data, destination.ByteLength, ByteLength);
        else
            GatherBytes((byte*)destination._data, TensorElementTypes.SizeOf(ElementType));
    }

    private void Gather<T>(ReadOnlySpan<T> source, Span<T> target)
    {
        if (IsContiguous)
        {
            source[..(int)ElementCount].CopyTo(target);
            return;
        }

        Span<long> index = stackalloc long[Rank];
        index.Clear();
        for (int i = 0; i < (int)ElementCount; i++)
        {
            target[i] = source[(int)Offset(index)];
            Advance(index);
        }
    }

    private void GatherBytes(byte* target, int size)
    {
        Span<long> index = stackalloc long[Rank];
        index.Clear();
        for (long i = 0; i < ElementCount; i++)
        {
            Buffer.MemoryCopy((byte*)_data + (Offset(index) * size), target + (i * size), size, size);
            Advance(index);
        }
    }

    private long Offset(ReadOnlySpan<long> index)
    {
        long offset = 0;
        for (int i = 0; i < index.Length; i++) offset += index[i] * _strides![i];
        return offset;
    }

    private void Advance(Span<long> index)
    {
        for (int i = index.Length - 1; i >= 0; i--)
        {
            if (++index[i] < _dimensions[i]) return;
            index[i] = 0;
        }
    }

    private InferenceTensor View(long[] dimensions, long[] strides, long elementOffset)
    {
        // Text and bytes have no address: their "address" is the index of the first element.
        int step = TensorElementTypes.IsManaged(ElementType) ? 1 : TensorElementTypes.SizeOf(ElementType);
        long count = TensorLayout.CountElements(dimensions);
        // An empty corner may lie behind the last element: stay at the first.
        long offset = count == 0 ? 0 : elementOffset * step;
        return new InferenceTensor(
            ElementType,
            dimensions,
            count,
            TensorLayout.IsContiguous(dimensions, strides) ? null : strides,
            (byte*)_data + offset,
            AcquireMemory());
    }
}
