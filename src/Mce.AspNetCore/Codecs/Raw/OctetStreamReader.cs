using System.Buffers;

namespace Mce.AspNetCore;

/// <summary>Copies raw elements into one input. The shape is the media type's, or the model's with one dimension told by the length.</summary>
internal sealed class OctetStreamReader : IBodySink
{
    private const long Unknown = -1;

    private readonly long[] _dimensions = new long[64];
    private InputWriter _writer = null!;
    private MediaType _contentType;
    private int _rank;
    private int _open; // the dimension that the length tells, or -1
    private long _elements; // of all other dimensions
    private int _size;

    /// <exception cref="MceException">The media type says another type or shape than the model's, or leaves open what the length can't tell.</exception>
    public void Begin(InputWriter writer, MediaType contentType, MediaTypeParameters parameters)
    {
        TensorSpec spec = writer.Spec;
        if (spec.ElementType == TensorElementType.String)
        {
            throw BodyErrors.TypeUnsupported(
                contentType, $"Raw bytes can't hold {spec}: send application/json, text/csv or text/plain.");
        }

        if (parameters.ElementType is { } type && type != spec.ElementType) throw BodyErrors.TypeMismatch(spec, DataTypes.Name(type));
        _writer = writer;
        _contentType = contentType;
        _size = TensorElementTypes.SizeOf(spec.ElementType);
        TakeShape(spec, parameters.Shape);
        if (_size == 0) return;
        CheckCount(spec);
    }

    public long Take(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (_size == 0) return TakeElement(buffer, isFinal);
        long whole = buffer.Length / _size;
        if (_writer.Count + whole > Most) throw TooLong(_writer.Count * (long)_size + buffer.Length);
        if (whole > 0)
        {
            Span<byte> target = _writer.GetBytes((int)whole);
            buffer.Slice(0, whole * _size).CopyTo(target);
            if (!BitConverter.IsLittleEndian) TensorBytes.Swap(target, _size);
            if (_writer.Spec.ElementType == TensorElementType.Boolean) RequireBooleans(target);
            _writer.Advance((int)whole);
        }

        if (isFinal) Complete(buffer.Length - (whole * _size));
        return whole * _size;
    }

    // A fixed shape bounds the body; an open one is bounded by the endpoint.
    private long Most => _open < 0 ? _elements : int.MaxValue / sizeof(double);

    private void TakeShape(TensorSpec spec, long[]? given)
    {
        _open = -1;
        if (given is not null)
        {
            if (!spec.AcceptsShape(given)) throw BodyErrors.ShapeMismatch(spec, $"given [{string.Join(", ", given)}]");
            _rank = given.Length;
            given.CopyTo(_dimensions, 0);
            return;
        }

        if (!spec.HasRank && _size > 0) throw NeedsShape($"{spec} may have any shape");
        _rank = spec.HasRank ? spec.Dimensions.Length : 1;
        for (int i = 0; i < _rank; i++)
        {
            _dimensions[i] = _size == 0 ? 1 : spec.Dimensions[i].Size ?? Unknown;
            if (_dimensions[i] != Unknown) continue;
            if (_open >= 0) throw NeedsShape($"{spec} has more than one dimension that isn't fixed");
            _open = i;
        }
    }

    private void CheckCount(TensorSpec spec)
    {
        Int128 elements = 1;
        for (int i = 0; i < _rank; i++)
        {
            if (i != _open) elements *= _dimensions[i];
            if (elements * _size > int.MaxValue) throw BodyErrors.ShapeMismatch(spec, $"[{string.Join(", ", _dimensions.AsSpan(0, _rank).ToArray())}] is more than a body holds");
        }

        _elements = (long)elements;
    }

    private void Complete(long left)
    {
        long bytes = (_writer.Count * (long)_size) + left;
        if (left != 0) throw Wrong($"{bytes} bytes are no multiple of the {_size} that {_writer.Spec} takes for each element");
        if (_open >= 0)
        {
            if (_elements == 0 || _writer.Count % _elements != 0)
            {
                throw Wrong(
                    $"{bytes} bytes are no multiple of the {_elements * _size} that {_writer.Spec} takes for each step of '{_writer.Spec.Dimensions[_open]}'");
            }

            _dimensions[_open] = _writer.Count / _elements;
        }
        else if (_writer.Count != _elements)
        {
            throw Wrong($"it ends after {bytes} bytes; {_writer.Spec} takes {_elements * _size}{Shape()}");
        }

        _writer.Complete(_dimensions.AsSpan(0, _rank));
    }

    private long TakeElement(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (!isFinal) return 0; // it stays in the connection's buffers, which a client that leaves takes with it
        _writer.Add<ReadOnlyMemory<byte>>(buffer.ToArray());
        _writer.Complete(_dimensions.AsSpan(0, _rank));
        return buffer.Length;
    }

    private void RequireBooleans(ReadOnlySpan<byte> values)
    {
        int wrong = values.IndexOfAnyExcept((byte)0, (byte)1);
        if (wrong >= 0) throw Wrong($"byte {values[wrong]} at {_writer.Count + wrong}: a bool is 0 or 1");
    }

    private string Shape() => $" for [{string.Join(", ", _dimensions.AsSpan(0, _rank).ToArray())}]";

    private MceException TooLong(long bytes) =>
        Wrong($"it has {bytes} bytes or more; {_writer.Spec} takes {Most * _size}{(_open < 0 ? Shape() : "")}");

    private static MceException Wrong(string what) => BodyErrors.Invalid("body", what);

    private MceException NeedsShape(string why) =>
        BodyErrors.TypeUnsupported(_contentType, $"{why}, so the length alone doesn't tell it: send application/octet-stream; shape=\"1,64\".");
}
