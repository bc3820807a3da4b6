namespace Mce;

/// <summary>How large model files, their parts, and tensors may be. Immutable.</summary>
/// <remarks>A guard against files and requests that would take the host's memory, not a quota: the defaults bear any real model.</remarks>
public sealed record SizeLimits
{
    /// <summary>Every default.</summary>
    public static SizeLimits Default { get; } = new();

    /// <summary>The bytes of one file. Default 64 GiB.</summary>
    public long MaxFileBytes { get; init; } = 64L << 30;

    /// <summary>The entries of one archive. Default 100,000.</summary>
    public int MaxArchiveEntries { get; init; } = 100_000;

    /// <summary>The bytes of all entries of one archive when unpacked. Default 64 GiB.</summary>
    public long MaxArchiveBytes { get; init; } = 64L << 30;

    /// <summary>The bytes of one tensor: an input, an output or a weight. Of text, two for each UTF-16 character. Default 16 GiB.</summary>
    public long MaxTensorBytes { get; init; } = 16L << 30;

    /// <summary>The characters (UTF-16) or bytes of one element of a text or bytes tensor. Default 64 Mi.</summary>
    public int MaxStringLength { get; init; } = 64 << 20;

    /// <summary>Refuses a file that is too large. A file that doesn't exist is left to whoever opens it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.LimitExceeded"/>.</exception>
    public void CheckFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (file.Exists && file.Length > MaxFileBytes) throw Exceeded($"'{path}' has {file.Length:N0} bytes", nameof(MaxFileBytes), MaxFileBytes, path);
    }

    /// <summary>The error for something too large.</summary>
    /// <param name="what">What is too large, with its size: the start of a sentence.</param>
    /// <param name="limit">The limit's name, a property of this class.</param>
    /// <param name="maximum">The limit.</param>
    /// <param name="path">The file it is about, or null.</param>
    public static MceException Exceeded(string what, string limit, long maximum, string? path = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        ArgumentException.ThrowIfNullOrEmpty(limit);
        string text = maximum.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
        var fields = new Dictionary<string, string> { ["limit"] = limit, ["maximum"] = maximum.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        if (path is not null) fields["path"] = path;
        return new MceException(MceErrorCodes.LimitExceeded, $"{what}; at most {text} are allowed. Raise the limit {limit} if you trust where it comes from.", fields);
    }
}
