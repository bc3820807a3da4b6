namespace Mce;

/// <summary>Which files a model has, how long they are and when they were last written: what tells one state of a model from another.</summary>
/// <remarks>
/// No content is read, so it is cheap for models of any size. A file that is replaced by one of the same length and the same time of
/// writing looks unchanged. Links are followed: where a link leads elsewhere than before, the stamp differs. Immutable.
/// </remarks>
internal sealed class ModelStamp : IEquatable<ModelStamp>
{
    // Ends of names of files with weights that exporters write beside a model's own file: model.onnx.data, model.onnx_data, model.data, …
    private static readonly string[] WeightSuffixes = [".data", "_data", ".bin", ".weights", "_weights"];

    private readonly SortedDictionary<string, FileState> _files = new(StringComparer.Ordinal);

    private ModelStamp()
    {
    }

    /// <summary>Whether there is anything at the path.</summary>
    public bool Exists => _files.Count > 0;

    /// <summary>Looks at a model's file and the files of weights beside it that share its name, or at all files of its folder.</summary>
    /// <param name="path">An absolute path. When nothing is there, or it can't be read, the stamp is empty.</param>
    public static ModelStamp Of(string path)
    {
        var stamp = new ModelStamp();
        try
        {
            if (Directory.Exists(path))
            {
                foreach (string file in FolderFiles.Under(path)) stamp.Add(Path.GetRelativePath(path, file), file);
            }
            else if (File.Exists(path))
            {
                stamp.Add(Path.GetFileName(path), path);
                foreach (string file in WeightsBeside(path)) stamp.Add(Path.GetFileName(file), file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files come and go while a model is being replaced: half a stamp would look like a state of its own.
            stamp._files.Clear();
        }

        return stamp;
    }

    /// <summary>What differs from an earlier state, for people; empty when nothing does.</summary>
    public string ChangesSince(ModelStamp earlier)
    {
        IEnumerable<string> changes = _files.Keys.Union(earlier._files.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => Describe(name, earlier._files.GetValueOrDefault(name), _files.GetValueOrDefault(name)))
            .OfType<string>();
        return string.Join("; ", changes);
    }

    /// <summary>Whether the same files have the same lengths, whenever they were written.</summary>
    public bool HasSameLengths(ModelStamp other) =>
        _files.Count == other._files.Count && _files.All(f => other._files.TryGetValue(f.Key, out FileState? state) && state.Length == f.Value.Length);

    public bool Equals(ModelStamp? other) => other is not null && _files.SequenceEqual(other._files);

    public override bool Equals(object? obj) => Equals(obj as ModelStamp);

    public override int GetHashCode() => _files.Aggregate(0, static (hash, file) => HashCode.Combine(hash, file.Key, file.Value));

    private void Add(string name, string path)
    {
        // A mounted configuration changes by turning a link in the middle of the path: the file behind it counts.
        string real = RealPath.Of(path);
        var file = new FileInfo(real);
        _files[name] = new FileState(real, file.Length, file.LastWriteTimeUtc);
    }

    private static IEnumerable<string> WeightsBeside(string path)
    {
        string name = Path.GetFileName(path), stem = Path.GetFileNameWithoutExtension(path);
        return Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Where(f => Path.GetFileName(f) is var other && other != name
            && (BelongsTo(other, name) || BelongsTo(other, stem)));
    }

    // Parts are numbered: model.onnx_data, model.onnx_data_1.
    private static bool BelongsTo(string file, string name) =>
        file.StartsWith(name, PathNames.Comparison) && Array.Exists(WeightSuffixes, s => file.AsSpan(name.Length).StartsWith(s, PathNames.Comparison));

    private static string? Describe(string name, FileState? before, FileState? after)
    {
        if (before == after) return null;
        if (before is null) return $"{name} is new";
        if (after is null) return $"{name} is gone";
        if (before.Length != after.Length) return $"{name} has {after.Length:N0} bytes instead of {before.Length:N0}";
        return before.Path == after.Path ? $"{name} was written again" : $"{name} leads to {after.Path} instead of {before.Path}";
    }

    private sealed record FileState(string Path, long Length, DateTime Written);
}
