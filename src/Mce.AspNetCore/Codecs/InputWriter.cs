using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mce.AspNetCore;

/// <summary>
/// Collects the elements of one input in contiguous memory that grows, and makes them a tensor. The memory and, for requests of one
/// shape, the tensor serve request after request. Not thread-safe.
/// </summary>
public sealed unsafe class InputWriter : IDisposable
{
    private const int SmallestBlock = 1 << 10;
    private const int LargestKept = 1 << 20; // a rare large request doesn't hold its memory for ever

    private readonly int _elementSize;
    private readonly long _most; // where every dimension is fixed
    private Block? _block;
    private Array? _elements; // text and bytes
    private InferenceTensor? _tensor; // over the block or the elements; holds the block's count

    internal InputWriter(TensorSpec spec)
    {
        Spec = spec;
        _elementSize = TensorElementTypes.SizeOf(spec.ElementType);
        _most = CountMost(spec);
    }

    /// <summary>The input.</summary>
    public TensorSpec Spec { get; }

    /// <summary>How many elements were added.</summary>
    public int Count { get; private set; }

    /// <summary>Whether <see cref="Complete"/> was called.</summary>
    public bool IsComplete { get; private set; }

    internal InferenceTensor Tensor => _tensor!;

    /// <summary>Room for more elements. Fill it and call <see cref="Advance"/>.</summary>
    /// <typeparam name="T">The .NET type of the input's element type, see <see cref="TensorElementType"/>.</typeparam>
    /// <param name="count">How many, at least; not negative. The span is this long.</param>
    public Span<T> GetSpan<T>(int count)
    {
        if (TensorElementTypes.Of<T>() != Spec.ElementType) ThrowWrongType<T>();
        if (IsComplete) throw new InvalidOperationException($"The input '{Spec.Name}' is complete.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int needed = checked(Count + count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            if (_elements is null || needed > _elements.Length) GrowElements<T>(needed);
            return Unsafe.As<T[]>(_elements).AsSpan(Count, count);
        }

        return new Span<T>((byte*)Room(needed) + ((long)Count * _elementSize), count);
    }

    /// <summary>Room for more elements, as bytes in this machine's order; not for text and bytes. Call <see cref="Advance"/> after.</summary>
    /// <param name="count">How many elements.</param>
    public Span<byte> GetBytes(int count)
    {
        if (_elementSize == 0) throw new InvalidOperationException($"The elements of '{Spec.Name}' are managed objects.");
        if (IsComplete) throw new InvalidOperationException($"The input '{Spec.Name}' is complete.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte* start = (byte*)Room(checked(Count + count));
        return new Span<byte>(start + ((long)Count * _elementSize), checked(count * _elementSize));
    }

    /// <summary>Says that so many elements of the room are filled.</summary>
    /// <param name="count">At most what was asked for.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long room = _elementSize == 0 ? _elements?.Length ?? 0 : (_block?.ByteLength ?? 0) / _elementSize;
        if (Count + (long)count > room) throw new InvalidOperationException($"{count} elements are more than the room that was asked for.");
        Count += count;
    }

    /// <summary>Adds one element.</summary>
    /// <inheritdoc cref="GetSpan{T}" path="/typeparam"/>
    public void Add<T>(T element)
    {
        GetSpan<T>(1)[0] = element;
        Count++;
    }

    /// <summary>Makes what was added a tensor.</summary>
    /// <param name="dimensions">Their product is <see cref="Count"/>.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorShapeMismatch"/>: the model takes other shapes; <see cref="MceErrorCodes.TensorInvalid"/>: they don't fit the elements.</exception>
    public void Complete(params ReadOnlySpan<long> dimensions)
    {
        if (_tensor is null || !_tensor.Dimensions.SequenceEqual(dimensions)) MakeTensor(dimensions);
        if (_tensor.ElementCount != Count)
        {
            throw new MceException(
                MceErrorCodes.TensorInvalid,
                $"The input '{Spec.Name}' has {Count} values, which don't fill {_tensor}.",
                new Dictionary<string, string> { ["name"] = Spec.Name });
        }

        Spec.Validate(_tensor);
        IsComplete = true;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _tensor?.Dispose();
        _tensor = null;
        _block = null;
        _elements = null;
    }

    internal void Begin()
    {
        Count = 0;
        IsComplete = false;
    }

    internal void End()
    {
        if (_elementSize == 0)
        {
            // The elements belong to whoever may still read the tensor.
            Dispose();
            return;
        }

        if (_block is { } block && (block.ByteLength > LargestKept || _tensor is { IsDisposed: true } or { Memory.IsShared: true })) Dispose();
    }

    private static long CountMost(TensorSpec spec)
    {
        if (!spec.HasRank) return long.MaxValue;
        Int128 product = 1;
        foreach (TensorDimension dimension in spec.Dimensions)
        {
            if (dimension.Size is not { } size || product * size > long.MaxValue) return long.MaxValue;
            product *= size;
        }

        return (long)product;
    }

    // Memory grows no further for a body that can't fit any more. Asked only where it grows: a reader may ask for more room than it fills.
    private void RequireFit()
    {
        if (Count > _most) throw BodyErrors.ShapeMismatch(Spec, $"over {_most} values");
    }

    // A tensor over other dimensions takes the block's count over from the one before.
    [MemberNotNull(nameof(_tensor))]
    private void MakeTensor(ReadOnlySpan<long> dimensions)
    {
        if (_elementSize == 0)
        {
            _tensor = Spec.ElementType == TensorElementType.String
                ? InferenceTensor.FromMemory(((string[]?)_elements).AsMemory(0, Count), dimensions)
                : InferenceTensor.FromMemory(((ReadOnlyMemory<byte>[]?)_elements).AsMemory(0, Count), dimensions);
            return;
        }

        Room(Count);
        if (_tensor is not null)
        {
            _tensor.Dispose();
            _tensor = null;
            _block!.Reuse();
        }

        _tensor = InferenceTensor.FromMemory(Spec.ElementType, dimensions, _block!);
    }

    private void* Room(int elements)
    {
        long bytes = (long)elements * _elementSize;
        if (_block is not null && bytes <= _block.ByteLength) return _block.Address;

        RequireFit();
        var larger = new Block(Math.Max(bytes, Math.Max(SmallestBlock, 2 * (_block?.ByteLength ?? 0))));
        if (_block is not null) Buffer.MemoryCopy(_block.Address, larger.Address, larger.ByteLength, (long)Count * _elementSize);
        Dispose();
        _block = larger;
        return larger.Address;
    }

    private void GrowElements<T>(int needed)
    {
        RequireFit();
        var larger = new T[Math.Max(needed, Math.Max(4, 2 * (_elements?.Length ?? 0)))];
        if (_elements is T[] old) old.AsSpan(0, Count).CopyTo(larger);
        _elements = larger;
    }

    private void ThrowWrongType<T>() =>
        throw new InvalidOperationException($"The input '{Spec.Name}' has {Spec.ElementType} elements, not {TensorElementTypes.Of<T>()}.");

    private sealed class Block(long byteLength) : PooledTensorMemory(byteLength)
    {
        public void Reuse() => Revive();

        protected override void Free()
        {
        }
    }
}
