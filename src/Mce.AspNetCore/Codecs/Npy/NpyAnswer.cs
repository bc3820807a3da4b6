using System.Buffers;
using System.Buffers.Binary;
using Mce.TensorFiles;

namespace Mce.AspNetCore;

/// <summary>Writes a tensor as plain NumPy reads it: bfloat16, which it lacks, as float32.</summary>
internal static class NpyAnswer
{
    /// <exception cref="NpyFormatException">The format would drop zeros at the end of text or bytes.</exception>
    public static void Write(InferenceTensor tensor, IBufferWriter<byte> body)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.String:
                ReadOnlySpan<string> texts = tensor.AsReadOnlySpan<string>();
                int characters = Math.Max(1, NpyCharacters.WidthOf(texts)); // as NumPy, which has no text of no width
                body.Write(NpyHeader.Encode($"<U{characters}", tensor.Dimensions));
                foreach (string text in texts)
                {
                    NpyCharacters.Encode(text, Clear(body, checked(characters * 4)));
                    body.Advance(characters * 4);
                }

                break;
            case TensorElementType.Bytes:
                ReadOnlySpan<ReadOnlyMemory<byte>> elements = tensor.AsReadOnlySpan<ReadOnlyMemory<byte>>();
                int width = Math.Max(1, NpyCharacters.WidthOf(elements));
                body.Write(NpyHeader.Encode($"|S{width}", tensor.Dimensions));
                foreach (ReadOnlyMemory<byte> element in elements)
                {
                    element.Span.CopyTo(Clear(body, width));
                    body.Advance(width);
                }

                break;
            case TensorElementType.BFloat16:
                body.Write(NpyHeader.Encode("<f4", tensor.Dimensions));
                foreach (BFloat16 value in tensor.AsReadOnlySpan<BFloat16>())
                {
                    BinaryPrimitives.WriteSingleLittleEndian(body.GetSpan(sizeof(float)), value);
                    body.Advance(sizeof(float));
                }

                break;
            default:
                body.Write(NpyHeader.Encode(NpyType.NameOf(tensor.ElementType)!, tensor.Dimensions));
                TensorBytes.Write(tensor, body);
                break;
        }
    }

    private static Span<byte> Clear(IBufferWriter<byte> body, int bytes)
    {
        Span<byte> room = body.GetSpan(bytes)[..bytes];
        room.Clear();
        return room;
    }
}
