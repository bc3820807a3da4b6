using System.Text;

namespace Mce.Plugins.Onnx.Native;

internal readonly unsafe partial struct OrtApi
{
    public nint CreateSessionOptions()
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)_table[10])(&options));
        return options;
    }

    public void ReleaseSessionOptions(nint options) => ((delegate* unmanaged<nint, void>)_table[100])(options);

    public void SetExecutionMode(nint options, int mode) => SetNumber(13, options, mode);

    public void DisableMemoryPattern(nint options) => Check(((delegate* unmanaged<nint, nint>)_table[17])(options));

    public void DisableMemoryArena(nint options) => Check(((delegate* unmanaged<nint, nint>)_table[19])(options));

    public void SetLogSeverity(nint options, int severity) => SetNumber(22, options, severity);

    public void SetGraphOptimization(nint options, int level) => SetNumber(23, options, level);

    public void SetIntraOpThreads(nint options, int count) => SetNumber(24, options, count);

    public void SetInterOpThreads(nint options, int count) => SetNumber(25, options, count);

    public void SetLogging(nint options, delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void> write, nint state) =>
        Check(((delegate* unmanaged<nint, void*, nint, nint>)_table[266])(options, write, state));

    public void AddConfigEntry(nint options, string key, string value)
    {
        fixed (byte* keyText = NullTerminated(key))
        fixed (byte* valueText = NullTerminated(value))
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)_table[130])(options, keyText, valueText));
    }

    /// <summary>Gives a dimension, by its name in the file, a size for good.</summary>
    public void FixDimension(nint options, string name, long size)
    {
        fixed (byte* text = NullTerminated(name)) Check(((delegate* unmanaged<nint, byte*, long, nint>)_table[124])(options, text, size));
    }

    /// <summary>The execution providers that this build has, the preferred ones first.</summary>
    public string[] GetProviders()
    {
        byte** names;
        int count;
        Check(((delegate* unmanaged<byte***, int*, nint>)_table[125])(&names, &count));
        var providers = new string[count];
        for (int i = 0; i < count; i++) providers[i] = ReadUtf8(names[i]);
        Check(((delegate* unmanaged<byte**, int, nint>)_table[126])(names, count));
        return providers;
    }

    /// <summary>Lets a provider with default options run what it can of the model, before those appended later.</summary>
    public void AppendProvider(nint options, string name)
    {
        fixed (byte* text = NullTerminated(name))
            Check(((delegate* unmanaged<nint, byte*, byte**, byte**, nuint, nint>)_table[216])(options, text, null, null, 0));
    }

    /// <summary>Lets the session run on an NVIDIA GPU. Fails in builds of ONNX Runtime that have no CUDA provider.</summary>
    public void AppendCuda(nint options, int deviceIndex)
    {
        nint cuda;
        Check(((delegate* unmanaged<nint*, nint>)_table[205])(&cuda));
        try
        {
            fixed (byte* key = "device_id\0"u8)
            fixed (byte* value = NullTerminated($"{deviceIndex}"))
            {
                byte* keyText = key, valueText = value;
                Check(((delegate* unmanaged<nint, byte**, byte**, nuint, nint>)_table[206])(cuda, &keyText, &valueText, 1));
            }

            Check(((delegate* unmanaged<nint, nint, nint>)_table[204])(options, cuda));
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_table[208])(cuda);
        }
    }

    /// <summary>Stops a load that is under way with these options, from another thread.</summary>
    public void CancelLoad(nint options) => Check(((delegate* unmanaged<nint, byte, nint>)_table[293])(options, 1));

    public nint CreateSession(nint environment, string path, nint options)
    {
        // ORTCHAR_T is UTF-16 on Windows and UTF-8 elsewhere.
        byte[] text = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : NullTerminated(path);
        nint session;
        fixed (byte* pointer = text) Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_table[7])(environment, pointer, options, &session));
        return session;
    }

    /// <summary>Opens a model that is in memory.</summary>
    public nint CreateSession(nint environment, ReadOnlySpan<byte> model, nint options)
    {
        nint session;
        fixed (byte* pointer = model)
            Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_table[8])(environment, pointer, (nuint)model.Length, options, &session));
        return session;
    }

    public void ReleaseSession(nint session) => ((delegate* unmanaged<nint, void>)_table[95])(session);

    public int CountOf(nint session, OrtSlotKind kind)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[kind switch { OrtSlotKind.Input => 30, OrtSlotKind.Output => 31, _ => 32 }])(session, &count));
        return checked((int)count);
    }

    public string NameOf(nint session, OrtSlotKind kind, int index)
    {
        nint allocator = GetDefaultAllocator();
        byte* name;
        Check(((delegate* unmanaged<nint, nuint, nint, byte**, nint>)_table[kind switch { OrtSlotKind.Input => 36, OrtSlotKind.Output => 37, _ => 38 }])(
            session, (nuint)index, allocator, &name));
        return TakeText(allocator, name);
    }

    /// <summary>The declared type of an input or output; the caller releases it.</summary>
    public nint TypeOf(nint session, OrtSlotKind kind, int index)
    {
        nint type;
        Check(((delegate* unmanaged<nint, nuint, nint*, nint>)_table[kind switch { OrtSlotKind.Input => 33, OrtSlotKind.Output => 34, _ => 35 }])(
            session, (nuint)index, &type));
        return type;
    }

    public nint GetMetadata(nint session)
    {
        nint metadata;
        Check(((delegate* unmanaged<nint, nint*, nint>)_table[111])(session, &metadata));
        return metadata;
    }

    public void ReleaseMetadata(nint metadata) => ((delegate* unmanaged<nint, void>)_table[118])(metadata);

    public string GetProducer(nint metadata) => GetMetadataText(112, metadata);

    public string GetGraphName(nint metadata) => GetMetadataText(113, metadata);

    public string GetDomain(nint metadata) => GetMetadataText(114, metadata);

    public string GetDescription(nint metadata) => GetMetadataText(115, metadata);

    public long GetModelVersion(nint metadata)
    {
        long version;
        Check(((delegate* unmanaged<nint, long*, nint>)_table[117])(metadata, &version));
        return version;
    }

    /// <summary>The map of text that the model's maker may put into the file.</summary>
    public Dictionary<string, string> GetCustomMetadata(nint metadata)
    {
        nint allocator = GetDefaultAllocator();
        byte** keys;
        long count;
        Check(((delegate* unmanaged<nint, nint, byte***, long*, nint>)_table[123])(metadata, allocator, &keys, &count));
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            byte* value;
            Check(((delegate* unmanaged<nint, nint, byte*, byte**, nint>)_table[116])(metadata, allocator, keys[i], &value));
            map[TakeText(allocator, keys[i])] = TakeText(allocator, value);
        }

        if (keys is not null) Free(allocator, keys);
        return map;
    }

    private string GetMetadataText(int position, nint metadata)
    {
        nint allocator = GetDefaultAllocator();
        byte* text;
        Check(((delegate* unmanaged<nint, nint, byte**, nint>)_table[position])(metadata, allocator, &text));
        return TakeText(allocator, text);
    }

    private void SetNumber(int position, nint options, int value) => Check(((delegate* unmanaged<nint, int, nint>)_table[position])(options, value));
}
