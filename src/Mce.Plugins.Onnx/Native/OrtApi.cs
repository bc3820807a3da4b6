using System.Runtime.InteropServices;
using System.Text;

namespace Mce.Plugins.Onnx.Native;

/// <summary>
/// The function table of ONNX Runtime's C API. Each number is the function's position in <c>struct OrtApi</c> of
/// <c>onnxruntime_c_api.h</c>; the table is only ever appended to.
/// </summary>
/// <remarks>
/// The managed API can't run a model over buffers that change with every call without allocating, and it keeps its own
/// function pointers internal. So the whole plugin speaks the C API, and the managed assembly is never loaded. Handles are
/// <see cref="nint"/>; a status of 0 is success, any other belongs to the caller until <see cref="Take"/> frees it.
/// </remarks>
internal readonly unsafe partial struct OrtApi
{
    /// <summary><c>ORT_API_VERSION</c> of the header that the positions were taken from (1.31).</summary>
    public const uint Version = 31;

    private readonly void** _table;

    public OrtApi(void* table) => _table = (void**)table;

    /// <summary>Throws the error that a status stands for, if any.</summary>
    /// <exception cref="OrtException">The status isn't 0.</exception>
    public void Check(nint status)
    {
        if (status != 0) throw Take(status);
    }

    /// <summary>Reads an error and frees its status.</summary>
    public OrtException Take(nint status)
    {
        var code = (OrtErrorCode)((delegate* unmanaged<nint, int>)_table[1])(status);
        string message = ReadUtf8(((delegate* unmanaged<nint, byte*>)_table[2])(status));
        ((delegate* unmanaged<nint, void>)_table[93])(status);
        return new OrtException(code, message);
    }

    public nint CreateEnvironment(int severity, string logId)
    {
        byte[] id = NullTerminated(logId);
        nint environment;
        fixed (byte* pointer = id) Check(((delegate* unmanaged<int, byte*, nint*, nint>)_table[3])(severity, pointer, &environment));
        return environment;
    }

    public void DisableTelemetry(nint environment) => Check(((delegate* unmanaged<nint, nint>)_table[6])(environment));

    public void ReleaseEnvironment(nint environment) => ((delegate* unmanaged<nint, void>)_table[92])(environment);

    public nint CreateCpuMemoryInfo()
    {
        const int arenaAllocator = 1, defaultMemory = 0;
        nint info;
        Check(((delegate* unmanaged<int, int, nint*, nint>)_table[69])(arenaAllocator, defaultMemory, &info));
        return info;
    }

    public void ReleaseMemoryInfo(nint info) => ((delegate* unmanaged<nint, void>)_table[94])(info);

    /// <summary>The process-wide host allocator. Never released.</summary>
    public nint GetDefaultAllocator()
    {
        nint allocator;
        Check(((delegate* unmanaged<nint*, nint>)_table[78])(&allocator));
        return allocator;
    }

    public nint CreateRunOptions()
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)_table[39])(&options));
        return options;
    }

    public void SetTerminate(nint runOptions) => Check(((delegate* unmanaged<nint, nint>)_table[46])(runOptions));

    public void UnsetTerminate(nint runOptions) => Check(((delegate* unmanaged<nint, nint>)_table[47])(runOptions));

    public void ReleaseRunOptions(nint runOptions) => ((delegate* unmanaged<nint, void>)_table[97])(runOptions);

    /// <summary>Runs a session. An output entry of 0 is filled with a new value; any other is written in place.</summary>
    public nint Run(nint session, nint runOptions, byte** inputNames, nint* inputs, nuint inputCount, byte** outputNames, nuint outputCount, nint* outputs) =>
        ((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[9])(
            session, runOptions, inputNames, inputs, inputCount, outputNames, outputCount, outputs);

    private void Free(nint allocator, void* memory) => Check(((delegate* unmanaged<nint, void*, nint>)_table[76])(allocator, memory));

    /// <summary>Copies text that the default allocator made, and frees it.</summary>
    private string TakeText(nint allocator, byte* text)
    {
        string copy = ReadUtf8(text);
        if (text is not null) Free(allocator, text);
        return copy;
    }

    private static string ReadUtf8(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static byte[] NullTerminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
