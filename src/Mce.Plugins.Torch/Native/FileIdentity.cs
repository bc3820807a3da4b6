using System.Runtime.InteropServices;

namespace Mce.Plugins.Torch.Native;

/// <summary>Whether two paths lead to one file.</summary>
internal static unsafe partial class FileIdentity
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint InodeOnly = 0x100; // STATX_INO
    private const int StatxSize = 256;
    private const int InodeOffset = 32;

    /// <summary>Whether a mapped file is the file at a path.</summary>
    /// <remarks>Devices aren't compared: an overlay file system reports another one in the memory map than for the path.</remarks>
    public static bool IsSame(MappedFile mapped, string path)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string real = ResolveLinks(path);
        if (real.Equals(mapped.Path, comparison) || real.Equals(ResolveLinks(mapped.Path), comparison)) return true;
        return mapped.Inode != 0 && mapped.Inode == Inode(real) && SameLength(mapped.Path, real);
    }

    private static string ResolveLinks(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            FileSystemInfo? target = File.ResolveLinkTarget(full, returnFinalTarget: true);
            if (target is not null) return target.FullName;
            string? folder = Path.GetDirectoryName(full);
            FileSystemInfo? realFolder = folder is null ? null : Directory.ResolveLinkTarget(folder, returnFinalTarget: true);
            return realFolder is null ? full : Path.Combine(realFolder.FullName, Path.GetFileName(full));
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static bool SameLength(string first, string second)
    {
        var one = new FileInfo(first);
        var two = new FileInfo(second);
        return one.Exists && two.Exists && one.Length == two.Length;
    }

    // statx, unlike stat, has one layout on every processor.
    private static ulong Inode(string path)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        byte* buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, 0, InodeOnly, buffer) == 0 ? *(ulong*)(buffer + InodeOffset) : 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
