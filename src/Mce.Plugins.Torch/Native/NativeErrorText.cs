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
    private const int MaxLength = 32 * 1024;
    private const string Marker = "Exception in aoti_torch: ";
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

    /// <summary>
    /// The line that says what went wrong, without the C++ stack that follows it. Null when there is none, or several: then
    /// another thread's call failed at the same time, and whose line is whose can't be told.
    /// </summary>
    public static string? OnlyReason(string? text)
    {
        if (text is null) return null;
        int start = text.IndexOf(Marker, StringComparison.Ordinal);
        if (start < 0 || text.IndexOf(Marker, start + 1, StringComparison.Ordinal) >= 0) return null;
        string reason = text[(start + Marker.Length)..].Split('\n', 2)[0].Trim();
        return reason.Length > 0 ? reason : null;
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
