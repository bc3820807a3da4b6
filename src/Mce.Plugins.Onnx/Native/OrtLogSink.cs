using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Mce.Plugins.Onnx.Native;

/// <summary>Passes a session's log on to the contract's logger. Lives as long as the session.</summary>
internal sealed unsafe class OrtLogSink
{
    /// <summary>ONNX Runtime's number for warnings, the least that is passed on.</summary>
    public const int WarningSeverity = 2;

    private GCHandle<IBackendLogger> _logger;

    public OrtLogSink(IBackendLogger logger) => _logger = new GCHandle<IBackendLogger>(logger);

    public void AttachTo(OrtApi api, nint sessionOptions)
    {
        api.SetLogging(sessionOptions, &Write, GCHandle<IBackendLogger>.ToIntPtr(_logger));
        api.SetLogSeverity(sessionOptions, WarningSeverity);
    }

    public void Free() => _logger.Dispose();

    [UnmanagedCallersOnly]
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An exception must not cross into native code.")]
    private static void Write(nint state, int severity, byte* category, byte* logId, byte* location, byte* message)
    {
        try
        {
            IBackendLogger logger = GCHandle<IBackendLogger>.FromIntPtr(state).Target;
            // An error is thrown as well, where the caller sees it: in the log it is a warning, even for a mere cancellation.
            BackendLogLevel level = severity < WarningSeverity ? BackendLogLevel.Debug : BackendLogLevel.Warning;
            if (logger.IsEnabled(level)) logger.Log(level, $"ONNX Runtime: {Marshal.PtrToStringUTF8((nint)message)}");
        }
        catch
        {
            // A logger that throws breaks its contract; there is nowhere left to say so.
        }
    }
}
