using System.Buffers;

namespace Mce.AspNetCore;

/// <summary>Lays outputs out as columns side by side.</summary>
internal static class CsvAnswer
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <exception cref="MceException">The outputs have different numbers of rows.</exception>
    public static void Write(InferenceResponse response, bool header, IBufferWriter<byte> body)
    {
        int rows = CountRows(response);
        var packed = new InferenceTensor[response.Count];
        try
        {
            for (int i = 0; i < packed.Length; i++) packed[i] = response[i].ToContiguous();
            var text = new BodyText(body);
            if (header) WriteHeader(ref text, response, packed, rows);
            for (int row = 0; row < rows; row++)
            {
                bool isFirst = true;
                foreach (InferenceTensor tensor in packed)
                {
                    int columns = (int)(tensor.ElementCount / rows);
                    if (columns == 0) continue;
                    if (!isFirst) text.Append((byte)',');
                    isFirst = false;
                    if (tensor.ElementType == TensorElementType.String) WriteText(ref text, tensor.AsReadOnlySpan<string>().Slice(row * columns, columns));
                    else NumberText.WriteRun(ref text, tensor, row * columns, columns, (byte)',', quoteSpecials: false);
                }

                text.Append((byte)'\n');
            }

            text.Flush();
        }
        finally
        {
            foreach (InferenceTensor? tensor in packed) tensor?.Dispose();
        }
    }

    // A scalar is one row.
    private static int CountRows(InferenceResponse response)
    {
        long rows = -1;
        for (int i = 0; i < response.Count; i++)
        {
            ReadOnlySpan<long> dimensions = response[i].Dimensions;
            long these = dimensions.IsEmpty ? 1 : dimensions[0];
            if (rows >= 0 && these != rows)
            {
                throw new MceException(
                    MceErrorCodes.BodyTypeNotAcceptable,
                    $"The answer's outputs {response[0]} and {response[i]} have different numbers of rows, which CSV can't hold: accept application/json.");
            }

            rows = these;
        }

        return (int)rows;
    }

    private static void WriteHeader(ref BodyText text, InferenceResponse response, InferenceTensor[] tensors, int rows)
    {
        bool isFirst = true;
        for (int i = 0; i < tensors.Length; i++)
        {
            long columns = rows == 0 ? 1 : tensors[i].ElementCount / rows;
            for (long column = 0; column < columns; column++)
            {
                if (!isFirst) text.Append((byte)',');
                isFirst = false;
                string name = response.Specs[i].Name;
                WriteField(ref text, columns == 1 ? name : $"{name}_{column}");
            }
        }

        text.Append((byte)'\n');
    }

    private static void WriteText(ref BodyText text, ReadOnlySpan<string> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            WriteField(ref text, values[i]);
        }
    }

    private static void WriteField(ref BodyText text, ReadOnlySpan<char> value)
    {
        if (!value.ContainsAny(Special) && value.Trim().Length == value.Length)
        {
            text.Append(value);
            return;
        }

        text.Append((byte)'"');
        for (int quote = value.IndexOf('"'); quote >= 0; quote = value.IndexOf('"'))
        {
            text.Append(value[..(quote + 1)]);
            text.Append((byte)'"');
            value = value[(quote + 1)..];
        }

        text.Append(value);
        text.Append((byte)'"');
    }
}
