using System.Globalization;
using System.Runtime.InteropServices;

namespace Mce;

/// <summary>Reads <c>/proc/self/maps</c>, which also knows device and inode, so that links to one file count as one.</summary>
internal sealed partial class LinuxProcessModules : IProcessModules
{
    private const int CurrentDirectory = -100;
    private const uint InodeMask = 0x100;
    private const string Deleted = " (deleted)";

    public IReadOnlyList<MappedFile> GetMappedLibraries() => Parse(File.ReadLines("/proc/self/maps"));

    public unsafe FileIdentity? Identify(string path)
    {
        // statx, unlike stat, has one layout on every architecture: 256 bytes, inode at 32, device at 136.
        byte* buffer = stackalloc byte[256];
        try
        {
            return Statx(CurrentDirectory, path, 0, InodeMask, buffer) == 0
                ? new FileIdentity(*(uint*)(buffer + 136), *(uint*)(buffer + 140), *(ulong*)(buffer + 32))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Lines look like <c>7f3c-7f3d r-xp 00001000 fe:01 12345    /path/with spaces.so</c>.</summary>
    internal static IReadOnlyList<MappedFile> Parse(IEnumerable<string> lines)
    {
        var files = new Dictionary<string, MappedFile>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 6 || !fields[5].StartsWith('/')) continue;
            string path = fields[5].TrimStart();
            if (path.EndsWith(Deleted, StringComparison.Ordinal)) path = path[..^Deleted.Length];
            // Managed assemblies are mapped too; on this system natives never end in .dll.
            if (files.ContainsKey(path) || path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || !ProcessModules.IsLibrary(path)) continue;
            files.Add(path, new MappedFile(path, ParseIdentity(fields[3], fields[4])));
        }

        return [.. files.Values];
    }

    private static FileIdentity? ParseIdentity(string device, string inode)
    {
        string[] numbers = device.Split(':');
        return numbers.Length == 2
            && uint.TryParse(numbers[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(numbers[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint minor)
            && ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? new FileIdentity(major, minor, number)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* result);
}
