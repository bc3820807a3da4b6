using System.Runtime.InteropServices;

namespace Mce.Cli;

/// <summary>Ends the process without the farewells of native libraries.</summary>
/// <remarks>
/// libtorch takes a tenth of a second to take its tables apart for a process that is gone anyway; and destructors of three
/// native runtimes that run in whatever order could still spoil the exit code of a command that did its work.
/// </remarks>
internal static partial class QuickExit
{
    /// <summary>Doesn't return on Linux and macOS. Whatever was written must be flushed by then; the console is.</summary>
    /// <param name="code">The exit code.</param>
    public static void With(int code)
    {
        if (!OperatingSystem.IsWindows()) ExitNow(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ExitNow(int code);
}
