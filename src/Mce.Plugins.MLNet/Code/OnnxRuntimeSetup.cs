using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace Mce.Plugins.MLNet.Code;

/// <summary>Sets up the plugin's own copy of ONNX Runtime for models that hold an ONNX model.</summary>
internal static partial class OnnxRuntimeSetup
{
    // Its packaged builds report to Microsoft unless the process has it.
    private const string TelemetrySwitch = "ORT_DISABLE_TELEMETRY";

    // Not inlined: ML.NET's part for ONNX is loaded only with the first such model.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Apply(MLContext context, int intraOpThreads)
    {
        DisableTelemetry();
        context.SetOnnxSessionOption(new OnnxSessionOptions { IntraOpNumThreads = intraOpThreads, InterOpNumThreads = 1 });
    }

    private static void DisableTelemetry()
    {
        if (Environment.GetEnvironmentVariable(TelemetrySwitch) is not null) return;
        Environment.SetEnvironmentVariable(TelemetrySwitch, "1");
        if (OperatingSystem.IsWindows()) return;
        try
        {
            // On Unix .NET keeps variables to itself: native code sees only those of libc.
            _ = SetNativeVariable(TelemetrySwitch, "1", overwrite: 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // What is left is OrtEnv's own switch, which comes after a first event.
            Microsoft.ML.OnnxRuntime.OrtEnv.Instance().DisableTelemetryEvents();
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
