using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Mce.TensorFiles;

namespace Mce.AspNetCore;

/// <summary>Reads NumPy's format into one input. Every size is checked against the model before memory is taken. Reused for request after request.</summary>
internal sealed class NpyBodyReader : IBodySink
{
    private const int HeadLength = 12;
    private const int MostEmpty = 1 << 20; // elements of no width take no room in the body

    private readonly StringBuilder _builder = new();
    private InputWriter _writer = null!;
    private NpyHeader? _header;
    private int _elements;

    public void Begin(InputWriter writer)
    {
        _writer = writer;
        _header = null;
    }

    public long Take(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        try
        {
            long taken = 0;
            if (_header is null && (taken = TakeHeader(buffer, isFinal)) == 0) return 0;
            return taken + TakeElements(buffer.Slice(taken), isFinal);
        }
        catch (NpyFormatException e)
        {
            throw BodyErrors.Invalid("body", $"it {e.Message}", e);
        }
    }

    private long TakeHeader(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (buffer.Length < HeadLength && !isFinal) return 0;
        Span<byte> head = stackalloc byte[(int)Math.Min(HeadLength, buffer.Length)];
        buffer.Slice(0, head.Length).CopyTo(head);
        if (!head.StartsWith(NpyHeader.Magic)) throw BodyErrors.Invalid("body", "it is no .npy content, which begins with \\x93NUMPY: write it with numpy.save");
        int length = NpyHeader.LengthOf(head);
        if (buffer.Length < length)
        {
            if (isFinal) throw NpyFormatException.BadHeader($"it claims {length} bytes, and the body has {buffer.Length}");
            return 0;
        }

        _header = NpyHeader.Parse(buffer.Slice(0, length).ToArray());
        Check(_header);
        return length;
    }

    private void Check(NpyHeader header)
    {
        TensorSpec spec = _writer.Spec;
        TensorElementType given = header.Type.Element;
        bool fits = given == spec.ElementType
            || (given == TensorElementType.Float32 && spec.ElementType == TensorElementType.BFloat16) // plain NumPy has no bfloat16
            || (given == TensorElementType.String && !header.Type.IsWideText && spec.ElementType == TensorElementType.Bytes);
        if (!fits) throw BodyErrors.TypeMismatch(spec, $"{DataTypes.Name(given)} ({header.Type.Name})");
        if (!spec.AcceptsShape(header.Dimensions)) throw BodyErrors.ShapeMismatch(spec, $"given [{string.Join(", ", header.Dimensions)}]");

        Int128 elements = 1;
        foreach (long dimension in header.Dimensions)
        {
            elements *= Math.Max(1, dimension);
            if (elements * Math.Max(1, header.Type.ItemSize) > int.MaxValue || (header.Type.ItemSize == 0 && elements > MostEmpty))
                throw BodyErrors.ShapeMismatch(spec, $"[{string.Join(", ", header.Dimensions)}] is more than a body holds");
        }

        _elements = header.Dimensions.Contains(0) ? 0 : (int)elements;
    }

    private long TakeElements(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        NpyHeader header = _header!;
        int size = header.Type.ItemSize;
        long bytes = (long)_elements * size;
        long came = ((long)_writer.Count * size) + buffer.Length;
        if (came > bytes) throw BodyErrors.Invalid("body", $"it is too long: {Describe()} takes {bytes} bytes, and there are {came} or more");
        if (isFinal && came < bytes) throw BodyErrors.Invalid("body", $"it is cut short: {Describe()} takes {bytes} bytes, and there are {came}");
        // The first dimension varies fastest: where an element belongs is known only once all are there.
        bool isTurned = header.IsFortranOrder && header.Dimensions.Length > 1;
        if (isTurned && !isFinal) return 0;

        int now = size > 0 ? (int)(buffer.Length / size) : isFinal ? _elements : 0;
        if (now > 0)
        {
            byte[] joined = ArrayPool<byte>.Shared.Rent(now * size);
            try
            {
                Span<byte> elements = joined.AsSpan(0, now * size);
                buffer.Slice(0, elements.Length).CopyTo(elements);
                if (isTurned) elements = Turn(elements, header.Dimensions, size);
                Add(elements, now);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(joined);
            }
        }

        if (isFinal) _writer.Complete(header.Dimensions);
        return (long)now * size;
    }

    private void Add(Span<byte> elements, int count)
    {
        NpyType type = _header!.Type;
        switch (_writer.Spec.ElementType)
        {
            case TensorElementType.String:
                for (int i = 0; i < count; i++) _writer.Add(Text(elements.Slice(i * type.ItemSize, type.ItemSize)));
                break;
            case TensorElementType.Bytes:
                for (int i = 0; i < count; i++) _writer.Add<ReadOnlyMemory<byte>>(elements.Slice(i * type.ItemSize, type.ItemSize).TrimEnd((byte)0).ToArray());
                break;
            default:
                if (type.IsBigEndian == BitConverter.IsLittleEndian) TensorBytes.Swap(elements, type.ItemSize);
                if (_writer.Spec.ElementType != type.Element) AddNarrowed(MemoryMarshal.Cast<byte, float>(elements));
                else AddNumbers(elements, count);
                break;
        }
    }

    private void AddNumbers(Span<byte> elements, int count)
    {
        if (_writer.Spec.ElementType == TensorElementType.Boolean)
        {
            // Native code takes any other byte than 0 and 1 for a lie.
            foreach (ref byte value in elements)
                if (value > 1) value = 1;
        }

        elements.CopyTo(_writer.GetBytes(count));
        _writer.Advance(count);
    }

    private void AddNarrowed(ReadOnlySpan<float> values)
    {
        Span<BFloat16> target = _writer.GetSpan<BFloat16>(values.Length);
        for (int i = 0; i < values.Length; i++) target[i] = (BFloat16)values[i];
        _writer.Advance(values.Length);
    }

    private string Text(ReadOnlySpan<byte> element) => _header!.Type.IsWideText
        ? NpyCharacters.Decode(element, _header.Type.IsBigEndian, _builder)
        : Encoding.UTF8.GetString(element.TrimEnd((byte)0));

    // From first-dimension-fastest to row-major.
    private static byte[] Turn(ReadOnlySpan<byte> source, long[] dimensions, int size)
    {
        byte[] target = new byte[source.Length];
        Span<long> index = stackalloc long[dimensions.Length];
        Span<long> strides = stackalloc long[dimensions.Length];
        index.Clear();
        strides[0] = 1;
        for (int d = 1; d < strides.Length; d++) strides[d] = strides[d - 1] * dimensions[d - 1];
        long offset = 0;
        for (int done = 0; done < target.Length; done += size)
        {
            source.Slice((int)offset * size, size).CopyTo(target.AsSpan(done));
            for (int d = index.Length - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++index[d] < dimensions[d]) break;
                offset -= index[d] * strides[d];
                index[d] = 0;
            }
        }

        return target;
    }

    private string Describe() => $"{_header!.Type.Name} of shape [{string.Join(", ", _header.Dimensions)}]";
}
