using System.Buffers;

namespace Mce.AspNetCore;

/// <summary>Reads lines of comma-separated values field by field into the inputs, in whatever pieces they come. Reused for request after request.</summary>
internal sealed class CsvReader : IBodySink
{
    private const int LongField = 4096;

    private static readonly SearchValues<byte> Ends = SearchValues.Create(",\r\n"u8);

    private readonly CsvColumns _columns = new();
    private readonly byte[] _unescaped = new byte[LongField];
    private bool _isHeader;
    private bool _isStart;
    private int _line; // from 1
    private int _column; // from 0
    private int _rows;
    private long _enough; // how many bytes must be there to go on within a long field

    private enum End
    {
        Field,
        Line,
        Missing,
    }

    public void Begin(InferenceInputs inputs, bool hasHeader)
    {
        _columns.Begin(inputs);
        if (!hasHeader) _columns.UseModelsOrder();
        _isHeader = hasHeader;
        _isStart = true;
        _line = 1;
        _column = 0;
        _rows = 0;
        _enough = 0;
    }

    public long Take(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (!isFinal && buffer.Length < _enough) return 0;
        if (buffer.IsSingleSegment) return Take(buffer.FirstSpan, isFinal);

        // What has come and isn't taken yet: a few blocks of a connection.
        byte[] joined = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        try
        {
            buffer.CopyTo(joined);
            return Take(joined.AsSpan(0, (int)buffer.Length), isFinal);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private long Take(ReadOnlySpan<byte> text, bool isFinal)
    {
        int taken = 0;
        if (_isStart)
        {
            if (text.Length < 3 && !isFinal) return 0;
            if (text.StartsWith("\uFEFF"u8)) taken = 3; // spreadsheets write it
            _isStart = false;
        }

        while (true)
        {
            ReadOnlySpan<byte> rest = text[taken..];
            if (rest.IsEmpty && _column == 0) break; // after the last line's end
            End end = FindField(rest, isFinal, out ReadOnlySpan<byte> field, out int length);
            if (end == End.Missing) break;
            TakeField(field);
            taken += length;
            if (end == End.Line)
            {
                EndLine();
                if (isFinal && taken == text.Length) break;
            }
        }

        long left = text.Length - taken;
        _enough = left < LongField ? 0 : 2 * left;
        if (isFinal) Complete();
        return taken;
    }

    // The length goes over the comma or the line's end.
    private End FindField(ReadOnlySpan<byte> text, bool isFinal, out ReadOnlySpan<byte> field, out int length)
    {
        int end;
        if (text.IsEmpty || text[0] != '"')
        {
            end = text.IndexOfAny(Ends);
            field = end < 0 ? text : text[..end];
            if (field.Contains((byte)'"')) throw Wrong("a quotation mark within a field: put the whole field into quotes, and double those in it");
        }
        else if (!TryFindQuoted(text, isFinal, out field, out end))
        {
            length = 0;
            return End.Missing;
        }

        length = end + 1;
        if (end < 0)
        {
            length = text.Length;
            return isFinal ? End.Line : End.Missing;
        }

        if (text[end] == ',') return End.Field;
        if (text[end] == '\n') return End.Line;
        // \r: the \n may not have come yet
        if (length == text.Length && !isFinal) return End.Missing;
        if (length == text.Length || text[length] != '\n') throw Wrong("a carriage return without a line feed");
        length++;
        return End.Line;
    }

    // The end is where the comma or the line's end is, -1 at the text's.
    private bool TryFindQuoted(ReadOnlySpan<byte> text, bool isFinal, out ReadOnlySpan<byte> field, out int end)
    {
        field = default;
        end = -1;
        bool hasQuotes = false;
        int position = 1;
        while (true)
        {
            int quote = text[position..].IndexOf((byte)'"');
            if (quote < 0)
            {
                if (isFinal) throw Wrong("a quotation mark isn't closed");
                return false;
            }

            position += quote + 1;
            if (position == text.Length && !isFinal) return false; // it may be doubled
            if (position == text.Length || text[position] != '"') break;
            hasQuotes = true;
            position++;
        }

        field = text[1..(position - 1)];
        if (hasQuotes) field = Unescape(field);
        if (position == text.Length) return true;
        if (!Ends.Contains(text[position])) throw Wrong("something follows a closed quotation mark");
        end = position;
        return true;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> quoted)
    {
        byte[] unescaped = quoted.Length <= LongField ? _unescaped : new byte[quoted.Length]; // a long one isn't kept
        int written = 0;
        for (int i = 0; i < quoted.Length; i++)
        {
            unescaped[written++] = quoted[i];
            if (quoted[i] == '"') i++;
        }

        return unescaped.AsSpan(0, written);
    }

    private void TakeField(ReadOnlySpan<byte> field)
    {
        if (_isHeader)
        {
            _columns.AddName(field);
        }
        else
        {
            if (_columns.Count >= 0 && _column >= _columns.Count) throw WrongCount($"over {_columns.Count}");
            InputWriter writer = _columns.WriterOf(_column);
            if (!ElementText.TryAdd(writer, field)) throw Wrong($"expected {JsonElements.Describe(writer.Spec.ElementType)}, found \"{BodyErrors.Cut(field)}\"; the model takes {writer.Spec}");
        }

        _column++;
    }

    private void EndLine()
    {
        if (_isHeader)
        {
            _columns.EndNames();
            _isHeader = false;
        }
        else
        {
            if (_columns.Count < 0) _columns.Settle(_column);
            if (_column != _columns.Count) throw WrongCount($"{_column}");
            _rows++;
        }

        _line++;
        _column = 0;
    }

    private void Complete()
    {
        if (_rows == 0) throw BodyErrors.Invalid("body", "there is no line of values; send one at least");
        _columns.Complete(_rows);
    }

    private MceException Wrong(string what) => BodyErrors.Invalid($"line {_line}, column {_column + 1}", what);

    private MceException WrongCount(string given) =>
        BodyErrors.Invalid($"line {_line}", $"it has {given} values; {_columns.Count} are needed for {_columns.Describe()}");
}
