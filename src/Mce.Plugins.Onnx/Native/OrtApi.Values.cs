namespace Mce.Plugins.Onnx.Native;

internal readonly unsafe partial struct OrtApi
{
    /// <summary>A tensor over memory of somebody else's.</summary>
    public nint CreateTensorOver(nint memoryInfo, void* data, nuint byteLength, ReadOnlySpan<long> dimensions, OrtElementType type)
    {
        nint value;
        fixed (long* shape = dimensions)
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_table[49])(
                memoryInfo, data, byteLength, shape, (nuint)dimensions.Length, (int)type, &value));
        return value;
    }

    public nint CreateTensor(nint allocator, ReadOnlySpan<long> dimensions, OrtElementType type)
    {
        nint value;
        fixed (long* shape = dimensions)
            Check(((delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)_table[48])(
                allocator, shape, (nuint)dimensions.Length, (int)type, &value));
        return value;
    }

    public void ReleaseValue(nint value) => ((delegate* unmanaged<nint, void>)_table[96])(value);

    public void* GetData(nint tensor)
    {
        void* data;
        Check(((delegate* unmanaged<nint, void**, nint>)_table[51])(tensor, &data));
        return data;
    }

    /// <summary>A tensor's type and its dimensions, which belong to the tensor.</summary>
    public OrtElementType Describe(nint tensor, out ReadOnlySpan<long> dimensions)
    {
        int type;
        long* shape;
        nuint rank;
        Check(((delegate* unmanaged<nint, int*, long**, nuint*, nint>)_table[414])(tensor, &type, &shape, &rank));
        dimensions = new ReadOnlySpan<long>(shape, checked((int)rank));
        return (OrtElementType)type;
    }

    /// <summary>Makes room for one text of a text tensor. The room is filled by the caller, without a terminator.</summary>
    public Span<byte> ResizeText(nint tensor, int index, int byteLength)
    {
        byte* buffer;
        Check(((delegate* unmanaged<nint, nuint, nuint, byte**, nint>)_table[252])(tensor, (nuint)index, (nuint)byteLength, &buffer));
        return new Span<byte>(buffer, byteLength);
    }

    /// <summary>The bytes of all texts of a text tensor together.</summary>
    public nuint GetTextLength(nint tensor)
    {
        nuint length;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[53])(tensor, &length));
        return length;
    }

    /// <summary>Copies all texts of a text tensor, and where each starts.</summary>
    public void CopyTexts(nint tensor, byte* texts, nuint length, nuint* offsets, nuint count) =>
        Check(((delegate* unmanaged<nint, byte*, nuint, nuint*, nuint, nint>)_table[54])(tensor, texts, length, offsets, count));

    /// <summary>Makes a sequence or a map (of keys and values) out of other values, which stay the caller's.</summary>
    public nint CreateComposite(OrtValueKind kind, ReadOnlySpan<nint> parts)
    {
        nint value;
        fixed (nint* pointer = parts)
            Check(((delegate* unmanaged<nint*, nuint, int, nint*, nint>)_table[82])(pointer, (nuint)parts.Length, (int)kind, &value));
        return value;
    }

    /// <summary>Whether there is anything in a value: an optional may be empty.</summary>
    public bool Exists(nint value)
    {
        int found;
        Check(((delegate* unmanaged<nint, int*, nint>)_table[192])(value, &found));
        return found != 0;
    }

    /// <summary>The number of elements of a sequence.</summary>
    public int CountOf(nint sequence)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[81])(sequence, &count));
        return checked((int)count);
    }

    /// <summary>An element of a sequence, or a map's keys (0) or values (1); the caller releases it.</summary>
    public nint GetElement(nint value, int index, nint allocator)
    {
        nint element;
        Check(((delegate* unmanaged<nint, int, nint, nint*, nint>)_table[80])(value, index, allocator, &element));
        return element;
    }
}
