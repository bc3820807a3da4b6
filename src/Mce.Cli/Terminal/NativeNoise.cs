using System.Runtime.InteropServices;

namespace Mce.Cli.Terminal;

/// <summary>Keeps native libraries from writing to the process's error stream; .NET's own writer goes on.</summary>
/// <remarks>
/// libtorch writes a C++ stack trace there for every error that it also reports properly, and can't be told not to. Native code
/// writes to descriptor 2, which leads nowhere until this is disposed; <see cref="Console.Error"/> holds a duplicate of its own.
/// Does nothing on Windows. One at a time.
/// </remarks>
internal sealed partial class NativeNoise : IDisposable
{
    private const int StandardError = 2;
    private const int WriteOnly = 1;

    private readonly int _saved;

    private NativeNoise(int saved) => _saved = saved;

    /// <summary>Silences native code until the result is disposed.</summary>
    /// <param name="enabled">False: do nothing.</param>
    public static NativeNoise? Silence(bool enabled)
    {
        if (!enabled || OperatingSystem.IsWindows()) return null;
        _ = Console.Error; // makes its duplicate now, while the descriptor still leads somewhere
        int nowhere = Open("/dev/null", WriteOnly);
        if (nowhere < 0) return null;
        int saved = Duplicate(StandardError);
        if (saved >= 0) _ = Duplicate(nowhere, StandardError);
        _ = Close(nowhere);
        return saved < 0 ? null : new NativeNoise(saved);
    }

    /// <summary>Lets native code be heard again.</summary>
    public void Dispose()
    {
        _ = Duplicate(_saved, StandardError);
        _ = Close(_saved);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
