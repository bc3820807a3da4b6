using System.Runtime.InteropServices;

namespace Mce.Plugins.Torch.Native;

/// <summary>Loads a native library and sets the native environment: the seam over the systems' loaders.</summary>
internal static partial class NativeLoader
{
    // Lazy binding would end the process at the first call of a missing symbol; eager binding is an error here and now.
    private const int BindNow = 2;

    /// <summary>Loads a library by its full path.</summary>
    /// <exception cref="DllNotFoundException">It can't be loaded; the message is the system's.</exception>
    public static nint Load(string path)
    {
        if (!OperatingSystem.IsLinux()) return NativeLibrary.Load(path);
        nint library = Open(path, BindNow);
        return library != 0 ? library : throw new DllNotFoundException(Marshal.PtrToStringUTF8(LastError()));
    }

    /// <summary>Sets a variable where native code sees it: .NET's own copy of the environment doesn't reach it on Unix.</summary>
    public static void SetEnvironmentVariable(string name, string value)
    {
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(name, value);
        else _ = SetEnvironment(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint LastError();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
