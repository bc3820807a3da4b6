using System.Runtime.InteropServices;
using System.Text.Json;
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

    /// <summary>Reads all weights and constants of an archive.</summary>
    /// <exception cref="FormatException">Sizes that don't fit the data, or an entry that is missing.</exception>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: element types or objects that can't be served.</exception>
    public static WeightStore Read(Pt2Archive archive, CancellationToken cancellationToken)
    {
        List<Payload> payloads = [.. ListPayloads(archive, "weights"), .. ListPayloads(archive, "constants")];
        string[] problems = [.. payloads.Select(p => p.Problem).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (problems.Length > 0) throw ArchiveErrors.Unsupported(archive.Path, problems);

        // Tied weights share an entry, which is read once.
        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        long total = 0, raw = 0;
        foreach (Payload payload in payloads)
        {
            if (!offsets.TryAdd(payload.Entry, total)) continue;
            // Forged lengths, or entries laid over each other: refused before memory is asked for.
            raw = checked(raw + archive.RawLength(payload.Entry));
            if (raw > archive.FileLength) throw new FormatException($"its weights claim {raw} bytes and the file has {archive.FileLength}");
            total = checked(total + ((archive.RawLength(payload.Entry) + Alignment - 1) & ~(Alignment - 1L)));
        }

        var store = new WeightStore(total);
        try
        {
            store.Fill(archive, offsets, cancellationToken);
            foreach (Payload payload in payloads) store.Add(payload, offsets[payload.Entry], archive.RawLength(payload.Entry));
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

    private static List<Payload> ListPayloads(Pt2Archive archive, string kind)
    {
        using JsonDocument? document = archive.TryReadDocument($"data/{kind}/model_{kind}_config.json");
        if (document is null) return [];
        return [.. document.RootElement.GetProperty("config").EnumerateObject().Select(p => ReadPayload(p.Name, p.Value, $"data/{kind}/"))];
    }

    private static Payload ReadPayload(string name, JsonElement config, string folder)
    {
        string entry = folder + config.GetProperty("path_name").GetString();
        if (config.GetProperty("use_pickle").GetBoolean())
            return new Payload(name, entry, null, $"'{name}' is a pickled object");

        TensorMeta meta = ProgramReader.ReadMeta(config.GetProperty("tensor_meta"));
        string? problem = ScalarTypes.FromArchive(meta.ArchiveType) < 0 ? $"'{name}' has the element type {ScalarTypes.DescribeArchive(meta.ArchiveType)}" : null;
        return new Payload(name, entry, meta, problem);
    }

    private void Fill(Pt2Archive archive, Dictionary<string, long> offsets, CancellationToken cancellationToken)
    {
        foreach ((string entry, long offset) in offsets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            archive.ReadRaw(entry, _block + offset, archive.RawLength(entry));
        }
    }

    private void Add(Payload payload, long offset, long byteLength)
    {
        TensorMeta meta = payload.Meta!;
        if (meta.Sizes.Any(s => s.Size is null or < 0) || meta.Strides.Length != meta.Sizes.Length || meta.Strides.Any(s => s < 0) || meta.StorageOffset < 0)
            throw new FormatException($"the weight '{payload.Name}' has impossible sizes");

        long[] sizes = [.. meta.Sizes.Select(s => s.Size!.Value)];
        int scalarType = ScalarTypes.FromArchive(meta.ArchiveType);
        int elementSize = TensorElementTypes.SizeOf(ScalarTypes.ToElementType(scalarType));
        if (Reach(sizes, meta.Strides, meta.StorageOffset) > byteLength / elementSize)
            throw new FormatException($"the weight '{payload.Name}' needs more than its {byteLength} bytes");

        nint tensor = TensorHandle.FromMemory(_block + offset, sizes, meta.Strides, meta.StorageOffset, scalarType);
        if (!_tensors.TryAdd(payload.Name, tensor)) TensorHandle.Delete(tensor); // a constant that is a weight as well
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

    private sealed record Payload(string Name, string Entry, TensorMeta? Meta, string? Problem);
}
