using System.Runtime.InteropServices;

namespace Mce.Plugins.Onnx.Native;

/// <summary>Names as the C API wants them: an array of addresses of null-terminated UTF-8, in memory that doesn't move.</summary>
internal sealed unsafe class Utf8Names : IDisposable
{
    private readonly int _count;
    private byte** _names;

    public Utf8Names(IReadOnlyList<string> names)
    {
        _count = names.Count;
        _names = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(1, _count), (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++) _names[i] = (byte*)Marshal.StringToCoTaskMemUTF8(names[i]);
    }

    /// <summary>The addresses, one a name.</summary>
    public byte** Addresses => _names;

    public void Dispose()
    {
        for (int i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)_names[i]);
        NativeMemory.Free(_names);
        _names = null;
    }
}
