using System.Runtime.InteropServices;

namespace Mce.Plugins.Onnx.Native;

/// <summary>Finds and loads ONNX Runtime's native library.</summary>
internal static unsafe class OrtLibrary
{
    /// <summary>Loads the library that belongs to this plugin's folder and checks that it speaks the version this code was written for.</summary>
    /// <remarks>
    /// The library is never freed: ONNX Runtime keeps thread-local state and pool threads whose code must not be unmapped.
    /// Loading it again finds the mapped one.
    /// </remarks>
    /// <exception cref="MceException"><see cref="MceErrorCodes.NativeLibraryUnavailable"/>.</exception>
    public static OrtApi Load()
    {
        nint library;
        delegate* unmanaged<nint*> getBase;
        try
        {
            // With this assembly, so that the plugin's load context is asked first: on Windows the system has an older one.
            library = NativeLibrary.Load("onnxruntime", typeof(OrtLibrary).Assembly, searchPath: null);
            getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new MceException(
                MceErrorCodes.NativeLibraryUnavailable,
                $"ONNX Runtime's native library 'onnxruntime' can't be loaded for {RuntimeInformation.RuntimeIdentifier}: {e.Message} "
                + "Publish the plugin with its runtimes folder, or for this runtime identifier.",
                innerException: e);
        }

        nint* table = getBase(); // OrtApiBase: GetApi, GetVersionString
        string version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)table[1])()) ?? "unknown";
        // An older library writes to stderr when it is asked for a version it lacks: look at the number first.
        nint api = MinorOf(version) >= OrtApi.Version ? ((delegate* unmanaged<uint, nint>)table[0])(OrtApi.Version) : 0;
        if (api == 0)
            throw new MceException(
                MceErrorCodes.NativeLibraryUnavailable,
                $"The native library 'onnxruntime' that was found is version {version}; this plugin needs 1.{OrtApi.Version} or later. "
                + "Another copy comes first on the system's search path: publish the plugin with its own.",
                new Dictionary<string, string> { ["found"] = version, ["needed"] = $"1.{OrtApi.Version}" });
        return new OrtApi((void*)api);
    }

    private static int MinorOf(string version) =>
        System.Version.TryParse(version.Split('-', '+')[0], out Version? parsed) ? (parsed.Major > 1 ? int.MaxValue : parsed.Minor) : 0;
}
