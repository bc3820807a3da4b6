using Mce.TensorFiles;

namespace Mce.Cli.TensorFiles;

/// <summary>Writes <c>.npy</c> files that plain NumPy reads: bfloat16, which it lacks, as float32.</summary>
internal static unsafe class NpyWriter
{
    private const int Chunk = 1 << 20;

    /// <param name="stream">Where to.</param>
    /// <param name="tensor">Contiguous.</param>
    public static void Write(Stream stream, InferenceTensor tensor)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.String: WriteText(stream, tensor); break;
            case TensorElementType.Bytes: WriteBytes(stream, tensor); break;
            case TensorElementType.BFloat16: WriteWidened(stream, tensor); break;
            default:
                WriteHeader(stream, NpyType.NameOf(tensor.ElementType)!, tensor);
                WriteFlat(stream, tensor);
                break;
        }
    }

    /// <summary>Writes the elements' bytes as they lie.</summary>
    public static void WriteFlat(Stream stream, InferenceTensor tensor)
    {
        byte* data = (byte*)tensor.DangerousGetAddress();
        for (long done = 0; done < tensor.ByteLength; done += Chunk)
            stream.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(Chunk, tensor.ByteLength - done)));
        GC.KeepAlive(tensor);
    }

    private static void WriteHeader(Stream stream, string descr, InferenceTensor tensor) => stream.Write(NpyHeader.Encode(descr, tensor.Dimensions));

    private static void WriteWidened(Stream stream, InferenceTensor tensor)
    {
        WriteHeader(stream, "<f4", tensor);
        var source = (BFloat16*)tensor.DangerousGetAddress();
        byte[] buffer = new byte[sizeof(float) * (int)Math.Min(tensor.ElementCount, Chunk / sizeof(float))];
        for (long done = 0; done < tensor.ElementCount;)
        {
            int now = (int)Math.Min(buffer.Length / sizeof(float), tensor.ElementCount - done);
            for (int i = 0; i < now; i++) BitConverter.TryWriteBytes(buffer.AsSpan(i * sizeof(float)), (float)source[done + i]);
            stream.Write(buffer, 0, now * sizeof(float));
            done += now;
        }

        GC.KeepAlive(tensor);
    }

    private static void WriteText(Stream stream, InferenceTensor tensor)
    {
        ReadOnlySpan<string> elements = tensor.AsReadOnlySpan<string>();
        int width = Math.Max(1, NpyCharacters.WidthOf(elements)); // as NumPy, which has no text of no width
        WriteHeader(stream, $"<U{width}", tensor);
        byte[] buffer = new byte[checked(width * 4)];
        foreach (string element in elements)
        {
            buffer.AsSpan().Clear();
            NpyCharacters.Encode(element, buffer);
            stream.Write(buffer);
        }
    }

    private static void WriteBytes(Stream stream, InferenceTensor tensor)
    {
        ReadOnlySpan<ReadOnlyMemory<byte>> elements = tensor.AsReadOnlySpan<ReadOnlyMemory<byte>>();
        int width = Math.Max(1, NpyCharacters.WidthOf(elements));
        WriteHeader(stream, $"|S{width}", tensor);
        byte[] buffer = new byte[width];
        foreach (ReadOnlyMemory<byte> element in elements)
        {
            buffer.AsSpan().Clear();
            element.Span.CopyTo(buffer);
            stream.Write(buffer);
        }
    }
}
