namespace Mce;

/// <summary>A shared library in the process: where it was mapped from, and which file that is.</summary>
internal sealed record MappedFile(string Path, FileIdentity? Identity)
{
    public string FileName => System.IO.Path.GetFileName(Path);
}
