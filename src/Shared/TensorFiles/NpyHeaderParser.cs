using System.Globalization;

namespace Mce.TensorFiles;

/// <summary>Reads the Python dictionary of a <c>.npy</c> header, and nothing else that Python would evaluate.</summary>
internal sealed class NpyHeaderParser(string text)
{
    private const int MaxRank = 64;

    private int _position;

    public NpyHeader Parse(long dataOffset)
    {
        string? descr = null;
        bool? fortran = null;
        long[]? shape = null;
        Expect('{');
        while (!TryTake('}'))
        {
            string key = ReadText();
            Expect(':');
            switch (key)
            {
                case "descr": descr = ReadDescr(); break;
                case "fortran_order": fortran = ReadBoolean(); break;
                case "shape": shape = ReadShape(); break;
                default: throw Bad($"it has the key '{Cut(key)}', which is none of descr, fortran_order and shape");
            }

            if (TryTake(',')) continue;
            Expect('}');
            break;
        }

        SkipSpace();
        if (_position < text.Length) throw Bad("something follows the dictionary");
        if (descr is null || fortran is null || shape is null) throw Bad("it lacks one of descr, fortran_order and shape");
        return new NpyHeader(NpyType.Parse(descr), fortran.Value, shape, dataOffset);
    }

    private string ReadDescr()
    {
        SkipSpace();
        if (_position < text.Length && text[_position] is '[' or '(')
            throw NpyFormatException.UnsupportedType("a structured array (records of several fields)", "Save each field in a file of its own.");
        return ReadText();
    }

    private string ReadText()
    {
        SkipSpace();
        if (_position >= text.Length || text[_position] is not ('\'' or '"')) throw Bad($"text is expected at character {_position}");
        char quote = text[_position++];
        int end = text.IndexOf(quote, _position);
        if (end < 0) throw Bad("a quotation mark isn't closed");
        string value = text[_position..end];
        if (value.Contains('\\', StringComparison.Ordinal)) throw Bad("it has escaped text");
        _position = end + 1;
        return value;
    }

    private bool ReadBoolean()
    {
        SkipSpace();
        ReadOnlySpan<char> rest = text.AsSpan(_position);
        bool value = rest.StartsWith("True", StringComparison.Ordinal);
        if (!value && !rest.StartsWith("False", StringComparison.Ordinal)) throw Bad("fortran_order is neither True nor False");
        _position += value ? 4 : 5;
        return value;
    }

    private long[] ReadShape()
    {
        var dimensions = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            dimensions.Add(ReadNumber());
            if (dimensions.Count > MaxRank) throw Bad($"the shape has over {MaxRank} dimensions");
            if (TryTake(',')) continue;
            Expect(')');
            break;
        }

        return [.. dimensions];
    }

    private long ReadNumber()
    {
        SkipSpace();
        int start = _position;
        while (_position < text.Length && char.IsAsciiDigit(text[_position])) _position++;
        if (!long.TryParse(text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            throw Bad("the shape has something that is no size from 0 to 2^63 - 1");
        if (_position < text.Length && text[_position] == 'L') _position++; // Python 2's long integers
        return value;
    }

    private void Expect(char expected)
    {
        if (!TryTake(expected)) throw Bad($"'{expected}' is expected at character {_position}");
    }

    private bool TryTake(char wanted)
    {
        SkipSpace();
        if (_position >= text.Length || text[_position] != wanted) return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n') _position++;
    }

    private static NpyFormatException Bad(string what) => NpyFormatException.BadHeader(what);

    private static string Cut(string text) => text.Length <= 32 ? text : $"{text[..32]}…";
}
