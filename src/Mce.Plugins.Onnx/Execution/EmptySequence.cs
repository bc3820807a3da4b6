using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Makes sequences of no tensors, for which the C API has no function: a model of one operator does.</summary>
internal static unsafe class EmptySequence
{
    /// <summary>An empty sequence; the caller releases it. Takes some 100 µs.</summary>
    /// <exception cref="OrtException">ONNX Runtime has no sequences of that type.</exception>
    public static nint Create(OrtEnvironment environment, OrtElementType type)
    {
        OrtApi api = environment.Api;
        nint options = 0, session = 0, runOptions = 0;
        try
        {
            options = api.CreateSessionOptions();
            api.SetIntraOpThreads(options, 1);
            session = api.CreateSession(environment.Handle, Model((byte)type), options);
            runOptions = api.CreateRunOptions();
            fixed (byte* name = "s\0"u8)
            {
                byte* output = name;
                nint value = 0;
                api.Check(api.Run(session, runOptions, null, null, 0, &output, 1, &value));
                return value;
            }
        }
        finally
        {
            if (runOptions != 0) api.ReleaseRunOptions(runOptions);
            if (session != 0) api.ReleaseSession(session);
            if (options != 0) api.ReleaseSessionOptions(options);
        }
    }

    // SequenceEmpty of operator set 11, without inputs and with the output s. Field numbers are those of onnx.proto; up to
    // bfloat16 the file format and the C API number element types alike, and there are no sequences of others.
    private static byte[] Model(byte type)
    {
        byte[] attribute = [.. Field(1, "dtype"u8), 3 << 3, type, .. (ReadOnlySpan<byte>)[0xA0, 0x01, 2]];
        byte[] node = [.. Field(2, "s"u8), .. Field(4, "SequenceEmpty"u8), .. Field(5, attribute)];
        byte[] sequence = Field(4, Field(1, Field(1, [1 << 3, type])));
        byte[] graph = [.. Field(1, node), .. Field(2, "g"u8), .. Field(12, [.. Field(1, "s"u8), .. Field(2, sequence)])];
        return [1 << 3, 8, .. Field(7, graph), .. Field(8, [2 << 3, 11])];
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}
