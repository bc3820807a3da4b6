using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>
/// A typed, shaped view of counted memory: element type, dimensions, strides, device and an owner that is told when the
/// memory is free. The same facts as a DLPack tensor.
/// </summary>
/// <remarks>
/// <para>Ownership: each tensor holds one count of its memory and <see cref="Dispose"/> gives it back. Views, shares and
/// running calls hold counts of their own, so disposing a tensor during a call frees nothing that the call reads: it ends with
/// its answer, or with an <see cref="ObjectDisposedException"/> if the model hadn't come to the tensor yet.</para>
/// <para>Thread safety: shape and type never change, and any number of threads may read. Two calls that write to the same
/// output tensor at once are a race of the caller's.</para>
/// <para>A span is valid until the tensor is disposed. A span over caller or pooled memory that is read later never
/// faults; it may show the memory's next user.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe partial class InferenceTensor : IDisposable
{
    private readonly long[] _dimensions;
    private readonly long[]? _strides; // null = contiguous
    private readonly void* _data;
    private TensorMemory? _memory;

    // The last spec that took this tensor. Shape and type never change, so it takes it again: a kept tensor is checked once
    // and not at each call. A race stores one of two right answers.
    private TensorSpec? _acceptedBy;

    private InferenceTensor(TensorElementType elementType, long[] dimensions, long elementCount, long[]? strides, void* data, TensorMemory memory)
    {
        ElementType = elementType;
        _dimensions = dimensions;
        ElementCount = elementCount;
        ByteLength = elementCount * TensorElementTypes.SizeOf(elementType);
        _strides = strides;
        _data = data;
        _memory = memory;
        Device = memory.Device;
        IsReadOnly = memory.IsReadOnly;
    }

    /// <summary>The type of an element.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar. None is negative, any may be 0.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>The number of dimensions; 0 for a scalar.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>The elements' size in bytes without gaps; 0 for text and bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Whether the elements lie row-major without gaps.</summary>
    public bool IsContiguous => _strides is null;

    /// <summary>The distance between neighbours along each dimension, in elements. Allocates for contiguous tensors.</summary>
    public ReadOnlySpan<long> Strides => _strides ?? TensorLayout.ContiguousStrides(_dimensions);

    /// <summary>Where the memory lies.</summary>
    public TensorDevice Device { get; }

    /// <summary>Whether the memory may only be read.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Whether this tensor gave its memory back.</summary>
    public bool IsDisposed => Volatile.Read(ref _memory) is null;

    internal TensorSpec? AcceptedBy
    {
        get => _acceptedBy;
        set => _acceptedBy = value;
    }

    /// <summary>The elements for reading and writing, row-major.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another element type, strided, read-only or device memory, or over 2^31 elements.</exception>
    public Span<T> AsSpan<T>()
    {
        if (IsReadOnly) throw new InvalidOperationException($"{this} is read-only: read it through AsReadOnlySpan.");
        return Access<T>();
    }

    /// <summary>The elements for reading, row-major.</summary>
    /// <inheritdoc cref="AsSpan{T}" path="/exception"/>
    public ReadOnlySpan<T> AsReadOnlySpan<T>() => Access<T>();

    /// <summary>A copy of the elements, row-major; strided host tensors are gathered.</summary>
    public T[] ToArray<T>()
    {
        if (IsContiguous) return AsReadOnlySpan<T>().ToArray();
        using InferenceTensor packed = ToContiguous();
        return packed.AsReadOnlySpan<T>().ToArray();
    }

    /// <summary>The address of the first element, for native code. Null for text, bytes and empty tensors.</summary>
    /// <remarks>Valid while somebody holds a count: the tensor itself, or the call it was given to.</remarks>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public void* DangerousGetAddress()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        // For text and bytes the field holds an index.
        return ElementCount == 0 || TensorElementTypes.IsManaged(ElementType) ? null : _data;
    }

    /// <summary>The counted memory under this tensor.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public TensorMemory Memory => Volatile.Read(ref _memory) ?? throw new ObjectDisposedException(nameof(InferenceTensor));

    /// <summary>
    /// Takes a count of the memory for the length of a call, so that a concurrent <see cref="Dispose"/> can't free it.
    /// The caller releases the returned memory.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public TensorMemory AcquireMemory()
    {
        TensorMemory? memory = Volatile.Read(ref _memory);
        if (memory is not null && memory.TryAddReference())
        {
            // Pools reuse memory objects: the count taken is this tensor's only if the tensor still has the memory.
            if (Volatile.Read(ref _memory) == memory) return memory;
            memory.Release();
        }

        throw new ObjectDisposedException(nameof(InferenceTensor));
    }

    /// <summary>Gives the memory back. Further calls do nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _memory, null)?.Release();

    /// <summary>For example <c>float32[1, 64]</c>.</summary>
    public override string ToString() => $"{ElementType.ToString().ToLowerInvariant()}{TensorLayout.Format(_dimensions)}";

    private Span<T> Access<T>()
    {
        TensorMemory? memory = Volatile.Read(ref _memory);
        ObjectDisposedException.ThrowIf(memory is null, this);
        if (TensorElementTypes.Of<T>() != ElementType || _strides is not null || !Device.IsHost || ElementCount > int.MaxValue)
            ThrowInaccessible<T>();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            return ((ManagedTensorMemory<T>)memory).Elements.Span.Slice((int)(nint)_data, (int)ElementCount);
        return new Span<T>(_data, (int)ElementCount);
    }

    private void ThrowInaccessible<T>()
    {
        TensorElementType asked = TensorElementTypes.Of<T>();
        throw new InvalidOperationException(
            asked != ElementType ? $"{this} can't be read as {asked}: ask for the .NET type of {ElementType}."
            : _strides is not null ? $"{this} is strided: call ToContiguous first."
            : !Device.IsHost ? $"{this} lies on {Device}: copy it to the host first."
            : $"{this} has over 2^31 elements: slice it first.");
    }
}
