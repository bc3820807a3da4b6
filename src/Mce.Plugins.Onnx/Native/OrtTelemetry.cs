using System.Runtime.InteropServices;

namespace Mce.Plugins.Onnx.Native;

/// <summary>
/// Keeps ONNX Runtime from reporting to its maker. Its packaged builds do by default: they write an identifier and a
/// database to the user's cache folder and upload events over HTTPS.
/// </summary>
internal static partial class OrtTelemetry
{
    private const string Switch = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns it off for the process; must come before the first environment. A value that the user set stays.</summary>
    public static void Disable()
    {
        if (Environment.GetEnvironmentVariable(Switch) is not null) return;
        Environment.SetEnvironmentVariable(Switch, "1");
        if (OperatingSystem.IsWindows()) return;
        try
        {
            // On Unix .NET keeps variables to itself: native code sees only those of libc.
            _ = SetNativeVariable(Switch, "1", overwrite: 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // What is left is OrtApi.DisableTelemetry, which comes after a first event.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
