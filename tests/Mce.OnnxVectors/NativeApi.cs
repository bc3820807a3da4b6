using System.Runtime.InteropServices;
using System.Text;

namespace Mce.OnnxVectors;

/// <summary>
/// What the bare runs need of ONNX Runtime's C API. The managed one won't do: it can't even open a model that has an element
/// type for which it has no .NET type.
/// </summary>
/// <remarks>Numbers are positions in <c>struct OrtApi</c> of onnxruntime_c_api.h. A process has one, for good.</remarks>
internal sealed unsafe class NativeApi
{
    private const int Version = 31;

    private readonly nint* _table;
    private readonly nint _environment, _memory, _options;

    public NativeApi()
    {
        nint library = NativeLibrary.Load("onnxruntime", typeof(NativeApi).Assembly, searchPath: null);
        var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        _table = (nint*)((delegate* unmanaged<uint, nint>)getBase()[0])(Version);
        fixed (byte* id = "bare\0"u8) _environment = Make(id);
        nint memory, options, allocator;
        Check(((delegate* unmanaged<int, int, nint*, nint>)_table[69])(1, 0, &memory));
        Check(((delegate* unmanaged<nint*, nint>)_table[10])(&options));
        Check(((delegate* unmanaged<nint, int, nint>)_table[24])(options, 1)); // threads
        Check(((delegate* unmanaged<nint*, nint>)_table[78])(&allocator));
        (_memory, _options, Allocator) = (memory, options, allocator);
    }

    public nint Allocator { get; }

    public nint Open(string path)
    {
        nint session;
        byte[] text = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* pointer = text) Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_table[7])(_environment, pointer, _options, &session));
        return session;
    }

    public void Close(nint session) => ((delegate* unmanaged<nint, void>)_table[95])(session);

    public nint[] Run(nint session, string[] inputNames, nint[] inputs, string[] outputNames)
    {
        var outputs = new nint[outputNames.Length];
        nint[] names = Array.ConvertAll(inputNames, Marshal.StringToCoTaskMemUTF8), results = Array.ConvertAll(outputNames, Marshal.StringToCoTaskMemUTF8);
        try
        {
            fixed (nint* name = names, input = inputs, result = results, output = outputs)
                Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_table[9])(
                    session, 0, name, input, (nuint)inputs.Length, result, (nuint)outputs.Length, output));
        }
        finally
        {
            foreach (nint name in (nint[])[.. names, .. results]) Marshal.FreeCoTaskMem(name);
        }

        return outputs;
    }

    public void Release(nint value) => ((delegate* unmanaged<nint, void>)_table[96])(value);

    public nint MakeTensor(int type, long[] dimensions, nint data, int byteLength)
    {
        nint value;
        fixed (long* shape = dimensions)
            Check(((delegate* unmanaged<nint, nint, nuint, long*, nuint, int, nint*, nint>)_table[49])(
                _memory, data, (nuint)byteLength, shape, (nuint)dimensions.Length, type, &value));
        return value;
    }

    public nint MakeText(int type, long[] dimensions, string[] texts)
    {
        nint value;
        fixed (long* shape = dimensions)
            Check(((delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)_table[48])(Allocator, shape, (nuint)dimensions.Length, type, &value));
        nint[] copies = Array.ConvertAll(texts, Marshal.StringToCoTaskMemUTF8);
        fixed (nint* pointers = copies) Check(((delegate* unmanaged<nint, nint*, nuint, nint>)_table[52])(value, pointers, (nuint)copies.Length));
        foreach (nint copy in copies) Marshal.FreeCoTaskMem(copy);
        return value;
    }

    /// <summary>A sequence; it copies the items.</summary>
    public nint MakeSequence(nint[] items)
    {
        const int sequence = 2;
        nint value;
        fixed (nint* pointers = items) Check(((delegate* unmanaged<nint*, nuint, int, nint*, nint>)_table[82])(pointers, (nuint)items.Length, sequence, &value));
        return value;
    }

    /// <summary>Whether there is anything in a value; an optional may be empty.</summary>
    public bool Exists(nint value)
    {
        int found;
        Check(((delegate* unmanaged<nint, int*, nint>)_table[192])(value, &found));
        return found != 0;
    }

    public int CountOf(nint sequence)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[81])(sequence, &count));
        return (int)count;
    }

    public nint GetItem(nint sequence, int index)
    {
        nint item;
        Check(((delegate* unmanaged<nint, int, nint, nint*, nint>)_table[80])(sequence, index, Allocator, &item));
        return item;
    }

    public (int Type, long[] Dimensions) Describe(nint tensor)
    {
        int type;
        long* shape;
        nuint rank;
        Check(((delegate* unmanaged<nint, int*, long**, nuint*, nint>)_table[414])(tensor, &type, &shape, &rank));
        return (type, new ReadOnlySpan<long>(shape, (int)rank).ToArray());
    }

    public byte[] ReadBytes(nint tensor)
    {
        nuint length;
        byte* data;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[318])(tensor, &length));
        Check(((delegate* unmanaged<nint, byte**, nint>)_table[51])(tensor, &data));
        return new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
    }

    public string[] ReadTexts(nint tensor, int count)
    {
        nuint length;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_table[53])(tensor, &length));
        var bytes = new byte[(int)length + 1];
        var offsets = new nuint[count + 1];
        fixed (byte* text = bytes)
        fixed (nuint* offset = offsets)
            Check(((delegate* unmanaged<nint, byte*, nuint, nuint*, nuint, nint>)_table[54])(tensor, text, length, offset, (nuint)count));
        offsets[count] = length;
        return [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetString(bytes.AsSpan((int)offsets[i]..(int)offsets[i + 1])))];
    }

    private nint Make(byte* id)
    {
        const int fatal = 4;
        nint environment;
        Check(((delegate* unmanaged<int, byte*, nint*, nint>)_table[3])(fatal, id, &environment));
        return environment;
    }

    private void Check(nint status)
    {
        if (status == 0) return;
        string message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)_table[2])(status))!;
        ((delegate* unmanaged<nint, void>)_table[93])(status);
        throw new InvalidOperationException(message);
    }
}
