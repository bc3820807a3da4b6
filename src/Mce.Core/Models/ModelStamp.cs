namespace Mce;

/// <summary>The state of a model's files: another stamp means another model.</summary>
internal readonly record struct ModelStamp(int Files, long Bytes, long LastWriteTicks)
{
    public static ModelStamp Of(string path)
    {
        FileInfo[] files = Directory.Exists(path)
            ? new DirectoryInfo(path).GetFiles("*", SearchOption.AllDirectories)
            : File.Exists(path) ? [new FileInfo(path)] : [];
        return new(files.Length, files.Sum(f => f.Length), files.Length == 0 ? 0 : files.Max(f => f.LastWriteTimeUtc.Ticks));
    }
}
