namespace Mce.Fuzz.Cases;

/// <summary>One damaged model.</summary>
/// <param name="Format">What it was made from.</param>
/// <param name="Seed">With the format, the case's name: the same seed gives the same bytes.</param>
/// <param name="Origin">The sound model that it was made from.</param>
/// <param name="Edits">What was done to it, in order.</param>
/// <param name="Bytes">The file.</param>
internal sealed record FuzzCase(FuzzFormat Format, ulong Seed, string Origin, IReadOnlyList<string> Edits, byte[] Bytes)
{
    /// <summary>What lies beside the file.</summary>
    public IReadOnlyList<SideFile> SideFiles { get; init; } = [];
}

/// <summary>A file beside a model, as an external weight is.</summary>
/// <param name="Name">Its name, in the model's folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The bytes of a plain file.</param>
/// <param name="Target">Where a link leads.</param>
internal sealed record SideFile(string Name, SideFileKind Kind, byte[]? Content = null, string? Target = null)
{
    public void Create(string folder)
    {
        string path = Path.Combine(folder, Name);
        switch (Kind)
        {
            case SideFileKind.Plain:
                File.WriteAllBytes(path, Content ?? []);
                break;
            case SideFileKind.Link:
                File.CreateSymbolicLink(path, Target!);
                break;
            case SideFileKind.Folder:
                Directory.CreateDirectory(path);
                break;
            default:
                // .NET makes no pipes with names; where there is no mkfifo, the case goes without.
                if (OperatingSystem.IsLinux()) _ = NativeMethods.MakePipe(path, 0b110_000_000);
                break;
        }
    }
}

internal enum SideFileKind
{
    Plain,
    Link,
    Folder,
    Pipe,
}
