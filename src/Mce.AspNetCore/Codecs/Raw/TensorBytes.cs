using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mce.AspNetCore;

/// <summary>The bytes of tensors as bodies have them: row-major, little-endian unless said otherwise.</summary>
internal static unsafe class TensorBytes
{
    private const int Chunk = 1 << 16;

    /// <summary>Writes the elements of a tensor that isn't of text or bytes.</summary>
    public static void Write(InferenceTensor tensor, IBufferWriter<byte> body)
    {
        if (!tensor.IsContiguous)
        {
            using InferenceTensor packed = tensor.ToContiguous();
            Write(packed, body);
            return;
        }

        int size = TensorElementTypes.SizeOf(tensor.ElementType);
        byte* data = (byte*)tensor.DangerousGetAddress();
        for (long done = 0; done < tensor.ByteLength;)
        {
            int now = (int)Math.Min(Chunk, tensor.ByteLength - done);
            Span<byte> target = body.GetSpan(now)[..now];
            new ReadOnlySpan<byte>(data + done, now).CopyTo(target);
            if (!BitConverter.IsLittleEndian) Swap(target, size);
            body.Advance(now);
            done += now;
        }

        GC.KeepAlive(tensor);
    }

    /// <summary>Turns the order of the bytes of each element round.</summary>
    public static void Swap(Span<byte> elements, int size)
    {
        if (size == sizeof(ushort))
        {
            Span<ushort> values = MemoryMarshal.Cast<byte, ushort>(elements);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (size == sizeof(uint))
        {
            Span<uint> values = MemoryMarshal.Cast<byte, uint>(elements);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (size == sizeof(ulong))
        {
            Span<ulong> values = MemoryMarshal.Cast<byte, ulong>(elements);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }
}
