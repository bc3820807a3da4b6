namespace Mce.AspNetCore;

/// <summary>The content types of raw answers, made once for shapes that come often. Thread-safe.</summary>
internal sealed class OctetStreamTypes
{
    public const string Bare = "application/octet-stream";

    private readonly Entry?[] _known = new Entry?[64];

    /// <summary>For example <c>application/octet-stream; dtype=float32; shape="1,10"</c>.</summary>
    public string Of(TensorElementType type, ReadOnlySpan<long> dimensions)
    {
        var hash = new HashCode();
        hash.Add((int)type);
        foreach (long dimension in dimensions) hash.Add(dimension);
        ref Entry? slot = ref _known[(uint)hash.ToHashCode() % (uint)_known.Length];
        Entry? found = Volatile.Read(ref slot);
        if (found is not null && found.Type == type && dimensions.SequenceEqual(found.Dimensions)) return found.ContentType;

        long[] kept = dimensions.ToArray();
        var made = new Entry(type, kept, $"{Bare}; dtype={DataTypes.Name(type)}; shape=\"{string.Join(',', kept)}\"");
        Volatile.Write(ref slot, made);
        return made.ContentType;
    }

    private sealed record Entry(TensorElementType Type, long[] Dimensions, string ContentType);
}
