using System.Diagnostics;

namespace Mce.Plugins.Torch.Native;

/// <summary>A file mapped into this process.</summary>
/// <param name="Path">Its path as the system names it.</param>
/// <param name="Inode">The file's number on its file system, or 0 where the system doesn't tell.</param>
internal readonly record struct MappedFile(string Path, ulong Inode);

/// <summary>Lists the files mapped into this process: the seam over what only some systems can tell.</summary>
internal static class MappedFiles
{
    /// <summary>
    /// Linux: every mapped file with its inode. Elsewhere: the modules that the system's loader knows, without inodes, so
    /// that two links to one file can't be told from two files.
    /// </summary>
    public static IReadOnlyCollection<MappedFile> List() =>
        OperatingSystem.IsLinux() ? ParseMaps(File.ReadLines("/proc/self/maps")) : ListModules();

    /// <summary>Reads lines of <c>/proc/PID/maps</c>: range, rights, offset, device, inode, path.</summary>
    public static IReadOnlyCollection<MappedFile> ParseMaps(IEnumerable<string> lines)
    {
        var files = new HashSet<MappedFile>();
        foreach (string line in lines)
        {
            int slash = line.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) continue;
            string[] columns = line[..slash].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length == 5 && ulong.TryParse(columns[4], out ulong inode)) files.Add(new MappedFile(line[slash..], inode));
        }

        return files;
    }

    private static List<MappedFile> ListModules()
    {
        using Process process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Select(m => new MappedFile(m.FileName, 0))];
    }
}
