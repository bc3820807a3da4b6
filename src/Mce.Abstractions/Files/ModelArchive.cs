namespace Mce;

/// <summary>Checks zip archives before anything unpacks them. Thread-safe.</summary>
/// <remarks>
/// A zip archive says most things twice, in its directory and before each entry's bytes, and readers differ in whom they believe.
/// Writers of models agree with themselves, so an archive that doesn't is refused, and so is one with names that lead out of a
/// folder, with entries that share bytes, with encryption, or that unpacks to far more than it holds.
/// </remarks>
public static class ModelArchive
{
    // Deflate can't do better than 1,032 to 1, and weights don't get near it.
    private const long LargestRatio = 200;
    private const long AlwaysAllowedBytes = 256L << 20;

    /// <summary>Checks an archive's directory against itself, against its entries and against limits. Reads no content.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="limits">How many entries and bytes it may have.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, <see cref="MceErrorCodes.ModelInvalid"/> for an archive that contradicts itself,
    /// <see cref="MceErrorCodes.LimitExceeded"/>.
    /// </exception>
    public static void Check(string path, SizeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using FileStream file = ModelFile.OpenRead(path);
        try
        {
            ZipDirectory directory = ZipDirectory.Locate(file);
            if (directory.Count > limits.MaxArchiveEntries)
                throw SizeLimits.Exceeded($"'{path}' is an archive of {directory.Count:N0} entries", nameof(SizeLimits.MaxArchiveEntries), limits.MaxArchiveEntries, path);
            List<ZipEntryRecord> entries = directory.ReadEntries();
            CheckNames(entries);
            CheckSizes(entries, path, limits, file.Length);
            CheckPlaces(file, directory, entries);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
        {
            string what = e is InvalidDataException ? e.Message.TrimEnd('.') : "it ends too early";
            throw new MceException(
                MceErrorCodes.ModelInvalid,
                $"'{path}' is a zip archive that is damaged or made to mislead: {what}. Copy or export it again.",
                new Dictionary<string, string> { ["path"] = path },
                e);
        }
    }

    private static void CheckNames(List<ZipEntryRecord> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ZipEntryRecord entry in entries)
        {
            ZipNames.Check(entry.Name);
            if (!names.Add(ZipNames.Normalize(entry.Name))) throw new InvalidDataException($"it has two entries '{entry.Name}'");
        }
    }

    private static void CheckSizes(List<ZipEntryRecord> entries, string path, SizeLimits limits, long fileLength)
    {
        long total = 0;
        foreach (ZipEntryRecord entry in entries)
        {
            if (entry.IsEncrypted) throw new InvalidDataException($"its entry '{entry.Name}' is encrypted");
            if (entry.Method is not (ZipEntryRecord.Stored or ZipEntryRecord.Deflated)) throw new InvalidDataException($"its entry '{entry.Name}' is compressed by the method {entry.Method}");
            if (entry.Method == ZipEntryRecord.Stored && entry.Length != entry.CompressedLength)
                throw new InvalidDataException($"its entry '{entry.Name}' is stored as it is, and claims {entry.Length} bytes in {entry.CompressedLength}");
            total = checked(total + entry.Length);
        }

        if (total > limits.MaxArchiveBytes)
            throw SizeLimits.Exceeded($"'{path}' is an archive that unpacks to {total:N0} bytes", nameof(SizeLimits.MaxArchiveBytes), limits.MaxArchiveBytes, path);
        if (total > AlwaysAllowedBytes && total / LargestRatio > fileLength)
            throw new InvalidDataException($"its {fileLength:N0} bytes unpack to {total:N0}, as those of a zip bomb do");
    }

    // Each entry's own header must say what the directory says, and no two may share bytes.
    private static void CheckPlaces(FileStream file, ZipDirectory directory, List<ZipEntryRecord> entries)
    {
        entries.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        long end = 0;
        string before = "";
        foreach (ZipEntryRecord entry in entries)
        {
            if (entry.Offset < end) throw new InvalidDataException($"its entries '{before}' and '{entry.Name}' overlap");
            long data = ZipLocalHeader.CheckAgainst(file, entry);
            end = checked(data + entry.CompressedLength);
            if (end > directory.Start) throw new InvalidDataException($"its entry '{entry.Name}' claims {entry.CompressedLength} bytes at {data}, which reach beyond the entries");
            before = entry.Name;
        }
    }
}
