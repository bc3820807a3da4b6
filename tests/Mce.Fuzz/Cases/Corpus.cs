namespace Mce.Fuzz.Cases;

/// <summary>The sound models that cases are made from: the repository's own.</summary>
internal static class Corpus
{
    // Damage to a large model is as good as damage to a small one, and takes longer to try.
    private const int LargeFile = 64 * 1024;

    private static readonly Dictionary<FuzzFormat, IReadOnlyList<CorpusFile>> Files = [];

    /// <summary>The models of a format, by name.</summary>
    public static IReadOnlyList<CorpusFile> Of(FuzzFormat format)
    {
        lock (Files)
        {
            if (Files.TryGetValue(format, out IReadOnlyList<CorpusFile>? known)) return known;
            string folder = Path.Combine(AppContext.BaseDirectory, "corpus", FuzzFormats.Name(format));
            CorpusFile[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => new CorpusFile(Path.GetFileName(f), File.ReadAllBytes(f)))];
            return Files[format] = files.Length > 0 ? files : throw new InvalidOperationException($"'{folder}' holds no models.");
        }
    }

    /// <summary>A model to damage; large ones come seldom.</summary>
    public static CorpusFile Choose(FuzzFormat format, Chance chance)
    {
        CorpusFile file = chance.Of(Of(format));
        return file.Bytes.Length > LargeFile && !chance.OneIn(4) ? chance.Of(Of(format)) : file;
    }
}

/// <summary>A sound model.</summary>
internal sealed record CorpusFile(string Name, byte[] Bytes);
