using System.Text.Json;

namespace Mce.AspNetCore;

/// <content>The values of one input, nested in arrays.</content>
internal sealed partial class JsonBodyReader
{
    private int _slot; // the input that is being read
    private Whole _whole;

    // What the value that is being read is the whole of.
    private enum Whole
    {
        Bare,
        Instances,
        Cell,
        Inputs,
        Named,
        Data,
    }

    private static int MaxDepth(JsonNesting nesting, int outer) =>
        Math.Max(0, (nesting.Writer.Spec.HasRank ? nesting.Writer.Spec.Dimensions.Length : JsonNesting.MaxRank) - outer);

    private void BeginWhole(ref Utf8JsonReader reader, int slot)
    {
        _slot = slot;
        JsonNesting nesting = _nestings[slot];
        nesting.BeginValue(MaxDepth(nesting, 0));
        _stand = Stand.Value;
        TakeValue(ref reader);
    }

    // Takes tokens as long as they are the value's.
    private void TakeValue(ref Utf8JsonReader reader)
    {
        JsonNesting nesting = _nestings[_slot];
        while (true)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when nesting.CanOpen:
                    nesting.Open();
                    if (!reader.Read()) return;
                    break;
                case JsonTokenType.EndArray:
                    if (!nesting.TryClose()) throw Ragged(nesting);
                    if (nesting.Depth == 0)
                    {
                        EndValue(nesting);
                        return;
                    }

                    if (!reader.Read()) return;
                    break;
                case JsonTokenType.StartObject when nesting.Writer.Spec.ElementType == TensorElementType.Bytes:
                    BeginElement(ref reader);
                    return;
                default:
                    if (!nesting.TryBeginElement()) throw BadElement(ref reader, nesting);
                    JsonRunEnd end = JsonElements.ReadRun(ref reader, nesting.Writer, ref nesting.Innermost);
                    if (end == JsonRunEnd.BadElement) throw BadElement(ref reader, nesting);
                    if (nesting.Depth == 0)
                    {
                        // The run has read on to what follows the value.
                        EndValue(nesting);
                        if (end == JsonRunEnd.OtherToken) TakeToken(ref reader);
                        return;
                    }

                    if (end == JsonRunEnd.DataEnds) return;
                    break;
            }
        }
    }

    // {"b64":"…"}
    private void BeginElement(ref Utf8JsonReader reader)
    {
        JsonNesting nesting = _nestings[_slot];
        if (!nesting.TryBeginElement()) throw BadElement(ref reader, nesting);
        _stand = Stand.ElementName;
    }

    private void TakeElementName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.Is("b64"u8)) throw Unexpected(ref reader, "the name \"b64\"");
        _stand = Stand.ElementText;
    }

    private void TakeElementText(ref Utf8JsonReader reader)
    {
        if (!reader.TryGetBase64(out byte[]? bytes)) throw Unexpected(ref reader, "a string of Base64");
        _nestings[_slot].Writer.Add<ReadOnlyMemory<byte>>(bytes);
        _stand = Stand.ElementEnd;
    }

    private void TakeElementEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.EndObject) throw Unexpected(ref reader, "the object's end after \"b64\"");
        JsonNesting nesting = _nestings[_slot];
        nesting.Innermost++;
        _stand = Stand.Value;
        if (nesting.Depth == 0) EndValue(nesting);
    }

    private void EndValue(JsonNesting nesting)
    {
        switch (_whole)
        {
            case Whole.Cell:
                _stand = Stand.RowName;
                return;
            case Whole.Data:
                _stand = Stand.Tensor;
                return;
            case Whole.Bare:
                _stand = Stand.End;
                break;
            case Whole.Named:
                _stand = Stand.InputName;
                break;
            default:
                _stand = Stand.Top;
                break;
        }

        Span<long> dimensions = stackalloc long[JsonNesting.MaxRank + 2];
        nesting.Sizes.CopyTo(dimensions);
        CompleteAs(nesting.Writer, dimensions, nesting.Rank, mayBeOneRow: _whole == Whole.Bare);
    }

    // People leave out dimensions of 1: the batch of a single row, the column of a single value. There must be room for two more.
    private static void CompleteAs(InputWriter writer, Span<long> dimensions, int rank, bool mayBeOneRow)
    {
        TensorSpec spec = writer.Spec;
        int wanted = spec.HasRank ? spec.Dimensions.Length : rank;
        if (wanted > rank && wanted <= dimensions.Length && (rank == 0 || rank == wanted - 1))
        {
            Span<long> full = dimensions[..wanted];
            full[rank..].Fill(1);
            bool fits = spec.AcceptsShape(full);
            if (mayBeOneRow)
            {
                Span<long> oneRow = stackalloc long[wanted];
                oneRow[0] = 1;
                full[..rank].CopyTo(oneRow[1..]);
                if (spec.AcceptsShape(oneRow))
                {
                    oneRow.CopyTo(full);
                    fits = true;
                }
            }

            if (fits) rank = wanted;
        }

        writer.Complete(dimensions[..rank]);
    }

    private MceException BadElement(ref Utf8JsonReader reader, JsonNesting nesting)
    {
        TensorSpec spec = nesting.Writer.Spec;
        bool isScalar = reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.Null);
        bool isTooShallow = isScalar && nesting.Rank > nesting.Depth;
        return isTooShallow
            ? BodyErrors.Invalid(Place(), $"expected an array like those before, found {reader.Describe()}; the model takes {spec}")
            : BodyErrors.Invalid(Place(), $"expected {JsonElements.Describe(spec.ElementType)}, found {reader.Describe()}; the model takes {spec}");
    }

    private MceException Ragged(JsonNesting nesting) =>
        BodyErrors.Invalid(ValuePlace(nesting.Indexes[..^1]), $"it has {nesting.Innermost} items, and those before have {nesting.Expected}");

    /// <summary>Where the reading stands, such as <c>instances[3][17]</c>.</summary>
    private string Place() => _stand switch
    {
        Stand.Instances or Stand.FirstRow or Stand.FirstRowObject => "instances",
        Stand.Row or Stand.RowName => RowPlace(),
        Stand.RowValue => $"{RowPlace()}.{InputName()}",
        Stand.Inputs or Stand.InputName => "inputs",
        Stand.InputValue or Stand.InputObject or Stand.Tensor => $"inputs.{InputName()}",
        Stand.ShapeStart or Stand.Shape => $"inputs.{InputName()}.shape",
        Stand.Datatype => $"inputs.{InputName()}.datatype",
        Stand.Data => $"inputs.{InputName()}.data",
        Stand.Value or Stand.ElementName or Stand.ElementText or Stand.ElementEnd => ValuePlace(_nestings[_slot].Indexes),
        _ => "body",
    };

    private string ValuePlace(ReadOnlySpan<long> indexes)
    {
        string prefix = _whole switch
        {
            Whole.Instances => "instances",
            Whole.Cell => $"{RowPlace()}.{InputName()}",
            Whole.Inputs => "inputs",
            Whole.Named => $"inputs.{InputName()}",
            Whole.Data => $"inputs.{InputName()}.data",
            _ => indexes.IsEmpty ? "body" : "",
        };
        return indexes.IsEmpty ? prefix : $"{prefix}[{string.Join("][", indexes.ToArray())}]";
    }

    private string InputName() => BodyErrors.Cut(_nestings[_slot].Writer.Spec.Name);
}
