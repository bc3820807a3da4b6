namespace Mce.Cli.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("mce-cli-").FullName;

    public string At(params string[] parts) => Path.Combine([FullPath, .. parts]);

    public string Write(string relativePath, string text)
    {
        string path = At(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string relativePath, ReadOnlySpan<float> numbers)
    {
        string path = At(relativePath);
        File.WriteAllBytes(path, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers).ToArray());
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
