namespace Mce;

/// <summary>The model files that are trusted, with their digests. Read once, immutable, thread-safe.</summary>
internal sealed class ModelManifest
{
    // A manifest of a hundred thousand models has 10 MiB; what is larger is likely a model.
    private const long MaxBytes = 64L << 20;

    private readonly Dictionary<string, Entry> _byPath = new(StringComparer.FromComparison(PathNames.Comparison));

    private ModelManifest(string path) => Path = path;

    public string Path { get; }

    /// <summary>How many files it lists.</summary>
    public int Count { get; private set; }

    /// <exception cref="MceException"><see cref="MceErrorCodes.ConfigurationInvalid"/>: missing, unreadable, or a line that isn't one.</exception>
    public static ModelManifest Read(string path)
    {
        var manifest = new ModelManifest(path);
        try
        {
            if (Directory.Exists(path)) throw TrustErrors.ManifestUnreadable(path, "It is a folder.");
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes }) throw TrustErrors.ManifestUnreadable(path, $"It has more than {MaxBytes >> 20} MiB.");
            manifest.Add(File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrustErrors.ManifestUnreadable(path, e.Message, e);
        }

        manifest.AddRealPaths();
        return manifest;
    }

    /// <summary>Refuses a file that isn't listed, or isn't as it is listed.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.NotTrusted"/>, or <see cref="MceErrorCodes.ModelNotFound"/>.</exception>
    public void Check(string path, CancellationToken cancellationToken)
    {
        // After a link, ".." leads elsewhere for the system than for .NET, which shortens paths first: either may open the file.
        string asked = System.IO.Path.GetFullPath(path), systems = RealPath.Of(path);
        CheckOne(asked, cancellationToken);
        if (!systems.Equals(RealPath.Of(asked), PathNames.Comparison)) CheckOne(systems, cancellationToken);
    }

    private void CheckOne(string asked, CancellationToken cancellationToken)
    {
        // A link may be listed under its own name, and what it leads to under that one's: then both lines must agree.
        Entry[] entries = [.. Find(asked), .. Find(RealPath.Of(asked))];
        // A file that isn't there and isn't listed is missing before it is anything else: the opening says so.
        if (entries.Length == 0 && File.Exists(asked)) throw TrustErrors.NotListed(asked, this);
        string digest = FileDigest.OfModel(asked, cancellationToken);
        foreach (Entry entry in entries)
            if (entry.Digest != digest) throw TrustErrors.Altered(asked, digest, entry.Digest, entry.Line, this);
        if (entries.Length == 0) throw TrustErrors.NotListed(asked, this); // it came into being meanwhile
    }

    private IEnumerable<Entry> Find(string path) => _byPath.TryGetValue(path, out Entry entry) ? [entry] : [];

    private void Add(IEnumerable<string> lines)
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        int number = 0;
        foreach (string text in lines)
        {
            number++;
            if (text.Length == 0 || text[0] == '#') continue;
            if (!ManifestLine.TryRead(text, out ManifestLine? line)) throw TrustErrors.ManifestMalformed(Path, number, "It must be 64 hexadecimal digits, two spaces and a path, as sha256sum writes it.");
            string path = System.IO.Path.GetFullPath(line.Value.Name, folder);
            if (_byPath.TryAdd(path, new Entry(line.Value.Digest, number))) continue;
            if (_byPath[path].Digest != line.Value.Digest) throw TrustErrors.ManifestMalformed(Path, number, $"It gives '{line.Value.Name}' another digest than line {_byPath[path].Line} does.");
        }

        Count = _byPath.Count;
    }

    private void AddRealPaths()
    {
        foreach ((string path, Entry entry) in _byPath.ToArray()) _byPath.TryAdd(RealPath.Of(path), entry);
    }

    private readonly record struct Entry(string Digest, int Line);
}
