using System.Security.Cryptography;
using System.Text;

namespace Mce;

/// <summary>One digest for all that a plugin's folder holds.</summary>
/// <remarks>
/// The SHA-256 of what <c>sha256sum</c> prints for the folder's files, each with its path from the folder, in the order of the
/// paths' bytes: people can compute it without this library.
/// </remarks>
internal static class PluginDigest
{
    /// <summary>Reads every file of the folder.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static string Of(string folder)
    {
        (byte[] Name, string Path)[] files = [.. FolderFiles.Under(folder).Select(f => (Encoding.UTF8.GetBytes(NameOf(f, folder)), f))];
        Array.Sort(files, static (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        string[] lines = [.. files.Select(f => ManifestLine.Write(Of(new FileInfo(f.Path)), NameOf(f.Path, folder)) + "\n")];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static string Of(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        return FileDigest.Of(stream, CancellationToken.None);
    }

    private static string NameOf(string file, string folder)
    {
        string name = Path.GetRelativePath(folder, file);
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }
}
