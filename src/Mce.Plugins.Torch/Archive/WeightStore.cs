using System.Runtime.InteropServices;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Archive;

/// <summary>The weights of a model in one block of native memory, as tensors over it. Shared by all instances, never written to.</summary>
/// <remarks>
/// The block is read and not mapped from the file: a mapped file that somebody truncates would end the process with a bus
/// error at the next request.
/// </remarks>
internal sealed unsafe class WeightStore : IDisposable
{
    private const int Alignment = 64;

    private readonly Dictionary<string, nint> _tensors = new(StringComparer.Ordinal);
    private byte* _block;

    private WeightStore(long byteLength)
    {
        ByteLength = byteLength;
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(Alignment, byteLength), Alignment);
    }

    /// <summary>The size of the block.</summary>
    public long ByteLength { get; }

    /// <summary>Whether an address lies in the weights.</summary>
    public bool Contains(void* address) => address >= _block && address < _block + ByteLength;

    /// <summary>A weight's tensor, borrowed; 0 when there is none of that name.</summary>
    public nint Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reads the bytes of all weights and constants of an archive.</summary>
    /// <exception cref="FormatException">Sizes that don't fit the data, or an entry that is missing.</exception>
    /// <exception cref="MceException"><see cref="MceErrorCodes.LimitExceeded"/>.</exception>
    public static WeightStore Read(Pt2Archive archive, IReadOnlyList<WeightEntry> weights, CancellationToken cancellationToken)
    {
        // Tied weights share an entry, which is read once.
        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        long total = 0, raw = 0;
        foreach (WeightEntry weight in weights)
        {
            if (!offsets.TryAdd(weight.Entry, total)) continue;
            // Forged lengths, or entries laid over each other: refused before memory is asked for.
            raw = checked(raw + archive.RawLength(weight.Entry));
            if (raw > archive.FileLength) throw new FormatException($"its weights claim {raw} bytes and the file has {archive.FileLength}");
            total = checked(total + ((archive.RawLength(weight.Entry) + Alignment - 1) & ~(Alignment - 1L)));
        }

        var store = new WeightStore(total);
        try
        {
            store.Fill(archive, offsets, cancellationToken);
            foreach (WeightEntry weight in weights) store.Add(weight, archive, offsets[weight.Entry], archive.RawLength(weight.Entry));
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (nint tensor in _tensors.Values) TensorHandle.Delete(tensor);
        _tensors.Clear();
        NativeMemory.AlignedFree(_block);
        _block = null;
    }

    private void Fill(Pt2Archive archive, Dictionary<string, long> offsets, CancellationToken cancellationToken)
    {
        foreach ((string entry, long offset) in offsets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            archive.ReadRaw(entry, _block + offset, archive.RawLength(entry));
        }
    }

    private void Add(WeightEntry weight, Pt2Archive archive, long offset, long byteLength)
    {
        TensorMeta meta = weight.Meta;
        if (meta.Sizes.Any(s => s.Size is null or < 0) || meta.Strides.Length != meta.Sizes.Length || meta.Strides.Any(s => s < 0) || meta.StorageOffset < 0)
            throw new FormatException($"the weight '{weight.Name}' has impossible sizes");

        long[] sizes = [.. meta.Sizes.Select(s => s.Size!.Value)];
        int scalarType = ScalarTypes.FromArchive(meta.ArchiveType);
        int elementSize = TensorElementTypes.SizeOf(ScalarTypes.ToElementType(scalarType));
        // Strides of zero make a few bytes look like any number of elements, which the first operator would write out.
        if (Product(sizes) > archive.Limits.MaxTensorBytes / elementSize)
            throw SizeLimits.Exceeded($"'{archive.Path}': its weight '{weight.Name}' of [{string.Join(", ", sizes)}]", nameof(SizeLimits.MaxTensorBytes), archive.Limits.MaxTensorBytes, archive.Path);
        if (Reach(sizes, meta.Strides, meta.StorageOffset) > byteLength / elementSize)
            throw new FormatException($"the weight '{weight.Name}' needs more than its {byteLength} bytes");

        nint tensor = TensorHandle.FromMemory(_block + offset, sizes, meta.Strides, meta.StorageOffset, scalarType);
        if (!_tensors.TryAdd(weight.Name, tensor)) TensorHandle.Delete(tensor); // a constant that is a weight as well
    }

    private static long Product(long[] sizes)
    {
        Int128 product = sizes.Contains(0) ? 0 : 1;
        foreach (long size in sizes) product = Int128.Min(product * size, long.MaxValue);
        return (long)product;
    }

    // The number of elements of memory that the tensor needs: one more than the largest offset.
    private static long Reach(long[] sizes, long[] strides, long storageOffset)
    {
        if (sizes.Contains(0)) return 0;
        try
        {
            checked
            {
                long last = storageOffset;
                for (int i = 0; i < sizes.Length; i++) last += (sizes[i] - 1) * strides[i];
                return last + 1;
            }
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }
}
