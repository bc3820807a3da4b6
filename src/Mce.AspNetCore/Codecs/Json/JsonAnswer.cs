using System.Buffers;

namespace Mce.AspNetCore;

/// <summary>Lays an answer out as JSON, row by row or tensor by tensor.</summary>
internal static class JsonAnswer
{
    public static void Write(InferenceOutputs outputs, IBufferWriter<byte> body)
    {
        InferenceResponse response = outputs.Response;
        var text = new BodyText(body);
        if (outputs.Form == BodyForm.Rows && TryGetBatch(response, out long batch))
        {
            text.Append("{\"predictions\":"u8);
            if (response.Count == 1) WriteNested(ref text, response[0]);
            else WriteRows(ref text, response, (int)batch);
            text.Append((byte)'}');
        }
        else
        {
            WriteTensors(ref text, response);
        }

        text.Flush();
    }

    // Outputs are rows where all have the same number of them; a scalar, or a total over the batch, has none.
    private static bool TryGetBatch(InferenceResponse response, out long batch)
    {
        batch = -1;
        for (int i = 0; i < response.Count; i++)
        {
            ReadOnlySpan<long> dimensions = response[i].Dimensions;
            if (dimensions.IsEmpty || (batch >= 0 && batch != dimensions[0])) return false;
            batch = dimensions[0];
        }

        return true;
    }

    private static void WriteRows(ref BodyText text, InferenceResponse response, int batch)
    {
        var packed = new InferenceTensor[response.Count];
        try
        {
            for (int i = 0; i < packed.Length; i++) packed[i] = response[i].ToContiguous();
            text.Append((byte)'[');
            for (int row = 0; row < batch; row++)
            {
                if (row > 0) text.Append((byte)',');
                text.Append((byte)'{');
                for (int i = 0; i < packed.Length; i++)
                {
                    if (i > 0) text.Append((byte)',');
                    JsonText.WriteString(ref text, response.Specs[i].Name);
                    text.Append((byte)':');
                    int start = (int)(packed[i].ElementCount / batch) * row;
                    WriteNested(ref text, packed[i], packed[i].Dimensions[1..], ref start);
                }

                text.Append((byte)'}');
            }

            text.Append((byte)']');
        }
        finally
        {
            foreach (InferenceTensor? tensor in packed) tensor?.Dispose();
        }
    }

    private static void WriteTensors(ref BodyText text, InferenceResponse response)
    {
        text.Append("{\"outputs\":{"u8);
        for (int i = 0; i < response.Count; i++)
        {
            if (i > 0) text.Append((byte)',');
            JsonText.WriteString(ref text, response.Specs[i].Name);
            WriteTensor(ref text, response[i]);
        }

        text.Append("}}"u8);
    }

    private static void WriteTensor(ref BodyText text, InferenceTensor tensor)
    {
        text.Append(":{\"shape\":["u8);
        for (int d = 0; d < tensor.Rank; d++)
        {
            if (d > 0) text.Append((byte)',');
            text.AppendNumber(tensor.Dimensions[d]);
        }

        text.Append("],\"datatype\":\""u8);
        text.Append(DataTypes.ProtocolName(tensor.ElementType));
        text.Append("\",\"data\":["u8);
        if (tensor.IsContiguous)
        {
            JsonText.WriteRun(ref text, tensor, 0, (int)tensor.ElementCount);
        }
        else
        {
            using InferenceTensor packed = tensor.ToContiguous();
            JsonText.WriteRun(ref text, packed, 0, (int)packed.ElementCount);
        }

        text.Append("]}"u8);
    }

    private static void WriteNested(ref BodyText text, InferenceTensor tensor)
    {
        int start = 0;
        if (tensor.IsContiguous)
        {
            WriteNested(ref text, tensor, tensor.Dimensions, ref start);
            return;
        }

        using InferenceTensor packed = tensor.ToContiguous();
        WriteNested(ref text, packed, packed.Dimensions, ref start);
    }

    private static void WriteNested(ref BodyText text, InferenceTensor tensor, ReadOnlySpan<long> dimensions, ref int start)
    {
        if (dimensions.Length < 2)
        {
            int count = dimensions.IsEmpty ? 1 : (int)dimensions[0];
            if (!dimensions.IsEmpty) text.Append((byte)'[');
            JsonText.WriteRun(ref text, tensor, start, count);
            if (!dimensions.IsEmpty) text.Append((byte)']');
            start += count;
            return;
        }

        text.Append((byte)'[');
        for (long i = 0; i < dimensions[0]; i++)
        {
            if (i > 0) text.Append((byte)',');
            WriteNested(ref text, tensor, dimensions[1..], ref start);
        }

        text.Append((byte)']');
    }
}
