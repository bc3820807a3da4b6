namespace Mce.Plugins.Onnx.Native;

internal readonly unsafe partial struct OrtApi
{
    public OrtValueKind KindOf(nint typeInfo)
    {
        int kind;
        Check(((delegate* unmanaged<nint, int*, nint>)_table[56])(typeInfo, &kind));
        return (OrtValueKind)kind;
    }

    public void ReleaseType(nint typeInfo) => ((delegate* unmanaged<nint, void>)_table[98])(typeInfo);

    /// <summary>A tensor's part of a type. Belongs to the type. 0 when the type is no tensor.</summary>
    public nint AsTensorType(nint typeInfo) => Cast(55, typeInfo);

    /// <summary>The type of a sequence's elements; the caller releases it.</summary>
    public nint GetSequenceElementType(nint sequenceTypeInfo) => GetNested(107, Cast(104, sequenceTypeInfo));

    /// <summary>The type of what an optional may hold; the caller releases it.</summary>
    public nint GetOptionalContentType(nint optionalTypeInfo) => GetNested(251, Cast(250, optionalTypeInfo));

    public OrtElementType GetMapKeyType(nint mapTypeInfo)
    {
        int type;
        Check(((delegate* unmanaged<nint, int*, nint>)_table[105])(Cast(103, mapTypeInfo), &type));
        return (OrtElementType)type;
    }

    /// <summary>The type of a map's values; the caller releases it.</summary>
    public nint GetMapValueType(nint mapTypeInfo) => GetNested(106, Cast(103, mapTypeInfo));

    public OrtElementType GetElementType(nint tensorInfo)
    {
        int type;
        Check(((delegate* unmanaged<nint, int*, nint>)_table[60])(tensorInfo, &type));
        return (OrtElementType)type;
    }

    /// <summary>Whether the rank is known; without it, no dimensions mean any shape and not a scalar.</summary>
    public bool HasShape(nint tensorInfo) => ((delegate* unmanaged<nint, byte>)_table[390])(tensorInfo) != 0;

    /// <summary>The dimensions, -1 where dynamic.</summary>
    public long[] GetDimensions(nint tensorInfo)
    {
        var dimensions = new long[GetRank(tensorInfo)];
        fixed (long* pointer = dimensions)
            Check(((delegate* unmanaged<nint, long*, nuint, nint>)_table[62])(tensorInfo, pointer, (nuint)dimensions.Length));
        return dimensions;
    }

    /// <summary>The names of the dimensions, empty where there is none.</summary>
    public string[] GetSymbols(nint tensorInfo)
    {
        var texts = new nint[GetRank(tensorInfo)];
        fixed (nint* pointer = texts)
            Check(((delegate* unmanaged<nint, nint*, nuint, nint>)_table[63])(tensorInfo, pointer, (nuint)texts.Length));
        return Array.ConvertAll(texts, text => ReadUtf8((byte*)text));
    }

    private int GetRank(nint tensorInfo)
    {
        nuint rank;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[61])(tensorInfo, &rank));
        return checked((int)rank);
    }

    private nint Cast(int position, nint typeInfo)
    {
        nint part;
        Check(((delegate* unmanaged<nint, nint*, nint>)_table[position])(typeInfo, &part));
        return part;
    }

    private nint GetNested(int position, nint typeInfo)
    {
        nint nested;
        Check(((delegate* unmanaged<nint, nint*, nint>)_table[position])(typeInfo, &nested));
        return nested;
    }
}
