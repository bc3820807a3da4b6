namespace Mce.Plugins.Onnx.Native;

/// <summary>What all sessions of a backend share. Outlives the backend while a session or an output needs it.</summary>
internal sealed class OrtEnvironment : CountedHandle
{
    public OrtEnvironment(OrtApi api, bool telemetry)
    {
        Api = api;
        // Sessions log through the contract (see OrtLogSink); the environment's own logger writes to stderr, so it is silenced.
        const int fatal = 4;
        Handle = api.CreateEnvironment(fatal, "mce");
        if (!telemetry) api.DisableTelemetry(Handle);
        MemoryInfo = api.CreateCpuMemoryInfo();
        Allocator = api.GetDefaultAllocator();
    }

    public OrtApi Api { get; }

    public nint Handle { get; }

    /// <summary>Describes host memory.</summary>
    public nint MemoryInfo { get; }

    /// <summary>The process-wide host allocator.</summary>
    public nint Allocator { get; }

    protected override void Free()
    {
        Api.ReleaseMemoryInfo(MemoryInfo);
        Api.ReleaseEnvironment(Handle);
    }
}
