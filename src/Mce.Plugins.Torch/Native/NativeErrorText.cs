using System.Runtime.InteropServices;
using System.Text;

namespace Mce.Plugins.Torch.Native;

/// <summary>
/// libtorch 2.10 tells why a call failed on standard error only. This catches the text while a failed call is repeated.
/// </summary>
/// <remarks>
/// Linux only: file descriptor 2 is pointed to a memory file, process-wide, so lines that other threads write in these
/// microseconds are caught too and lost. Elsewhere the text stays on standard error.
/// </remarks>
internal static unsafe partial class NativeErrorText
{
    private const int StandardError = 2;
    private const int MaxLength = 8192;
    private static readonly Lock Gate = new();

    /// <summary>Runs an action and returns what native code wrote to standard error; null where that can't be caught.</summary>
    public static string? Capture(Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            action();
            return null;
        }

        lock (Gate)
        {
            int memory = CreateMemoryFile("mce-torch-error", 0);
            int saved = memory < 0 ? -1 : Duplicate(StandardError);
            if (saved < 0)
            {
                if (memory >= 0) _ = Close(memory);
                action();
                return null;
            }

            try
            {
                _ = DuplicateTo(memory, StandardError);
                try
                {
                    action();
                }
                finally
                {
                    _ = DuplicateTo(saved, StandardError);
                }

                byte* buffer = stackalloc byte[MaxLength];
                nint length = ReadAt(memory, buffer, MaxLength, 0);
                return length <= 0 ? "" : Encoding.UTF8.GetString(buffer, (int)length);
            }
            finally
            {
                _ = Close(saved);
                _ = Close(memory);
            }
        }
    }

    /// <summary>The line that says what went wrong, without stack frames and source positions; null when there is none.</summary>
    public static string? FirstUsefulLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        foreach (string raw in text.Split('\n'))
        {
            // "Error: …" lines come as "[W112 …] Exception in aoti_torch: TEXT"; later lines are the C++ stack.
            string line = raw.Trim();
            int prefix = line.IndexOf("Exception in aoti_torch: ", StringComparison.Ordinal);
            if (prefix >= 0) line = line[(prefix + "Exception in aoti_torch: ".Length)..];
            else if (line.StartsWith('[') && line.IndexOf("] ", StringComparison.Ordinal) is > 0 and int end) line = line[(end + 2)..];
            if (line.Length > 0) return line;
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int source, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "pread")]
    private static partial nint ReadAt(int descriptor, byte* buffer, nint length, long offset);
}
