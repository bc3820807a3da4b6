using System.Buffers;
using System.Text.Json;

namespace Mce.AspNetCore;

/// <summary>
/// Reads a JSON body token by token into the inputs, in whatever pieces it comes. Between two pieces it knows where it stands and
/// nothing of the text. Reused for request after request.
/// </summary>
internal sealed partial class JsonBodyReader : IBodySink
{
    private const int LongToken = 4096;

    // Past what the shapes allow, so that a nest too deep is told with its place.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonNesting.MaxRank + 16 };

    private InferenceInputs _inputs = null!;
    private JsonNesting[] _nestings = [];
    private JsonReaderState _state;
    private long _taken; // bytes of the body before the buffer
    private long _enough; // how many bytes must be there to go on within a long token
    private bool _hasInstances;
    private bool _hasInputs;
    private Stand _stand;

    // Where the reading stands: what the next token belongs to.
    private enum Stand
    {
        Start,
        Top,
        Ignored,
        Instances,
        FirstRow,
        FirstRowObject,
        Row,
        RowName,
        RowValue,
        Inputs,
        InputName,
        InputValue,
        InputObject,
        Tensor,
        Datatype,
        ShapeStart,
        Shape,
        Data,
        Value,
        ElementName,
        ElementText,
        ElementEnd,
        End,
    }

    public void Begin(InferenceInputs inputs)
    {
        if (!ReferenceEquals(_inputs, inputs) || _nestings.Length != inputs.Count)
        {
            _inputs = inputs;
            _nestings = new JsonNesting[inputs.Count];
            for (int i = 0; i < _nestings.Length; i++) _nestings[i] = new JsonNesting();
        }

        for (int i = 0; i < _nestings.Length; i++) _nestings[i].Begin(inputs[i]);
        _state = new JsonReaderState(Options);
        _stand = Stand.Start;
        _taken = 0;
        _enough = 0;
        _row = -1;
        _slot = -1;
        _hasInstances = false;
        _hasInputs = false;
    }

    public long Take(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        // A long string that comes in small pieces isn't scanned from its beginning with each of them.
        if (!isFinal && buffer.Length < _enough) return 0;
        if (_taken == 0 && !buffer.IsEmpty && buffer.FirstSpan[0] == 0xEF)
            throw BodyErrors.Invalid("body", "it begins with a byte order mark; JSON has none: send UTF-8 without it");

        Utf8JsonReader reader = buffer.IsSingleSegment
            ? new Utf8JsonReader(buffer.FirstSpan, isFinal, _state)
            : new Utf8JsonReader(buffer, isFinal, _state);
        try
        {
            while (reader.Read()) TakeToken(ref reader);
        }
        catch (JsonException e)
        {
            throw BodyErrors.Invalid(Place(), $"not JSON (byte {_taken + reader.BytesConsumed}): {JsonTokens.Describe(e)}", e);
        }

        _state = reader.CurrentState;
        _taken += reader.BytesConsumed;
        long left = buffer.Length - reader.BytesConsumed;
        _enough = left < LongToken ? 0 : 2 * left;
        return reader.BytesConsumed;
    }

    private void TakeToken(ref Utf8JsonReader reader)
    {
        switch (_stand)
        {
            case Stand.Value: TakeValue(ref reader); break;
            case Stand.Start: TakeStart(ref reader); break;
            case Stand.Top: TakeTop(ref reader); break;
            case Stand.Ignored: TakeIgnored(ref reader); break;
            case Stand.Instances: TakeInstances(ref reader); break;
            case Stand.FirstRow: TakeFirstRow(ref reader); break;
            case Stand.FirstRowObject: TakeFirstRowObject(ref reader); break;
            case Stand.Row: TakeRow(ref reader); break;
            case Stand.RowName: TakeRowName(ref reader); break;
            case Stand.RowValue: TakeRowValue(ref reader); break;
            case Stand.Inputs: TakeInputs(ref reader); break;
            case Stand.InputName: TakeInputName(ref reader); break;
            case Stand.InputValue: TakeInputValue(ref reader); break;
            case Stand.InputObject: TakeInputObject(ref reader); break;
            case Stand.Tensor: TakeTensor(ref reader); break;
            case Stand.Datatype: TakeDatatype(ref reader); break;
            case Stand.ShapeStart: TakeShapeStart(ref reader); break;
            case Stand.Shape: TakeShape(ref reader); break;
            case Stand.Data: BeginData(ref reader); break;
            case Stand.ElementName: TakeElementName(ref reader); break;
            case Stand.ElementText: TakeElementText(ref reader); break;
            case Stand.ElementEnd: TakeElementEnd(ref reader); break;
            default: throw Unexpected(ref reader, "the body's end");
        }
    }

    private void TakeStart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _stand = Stand.Top;
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(ref reader, "an object with \"instances\" or \"inputs\", or an array");
        _whole = Whole.Bare;
        BeginWhole(ref reader, RequireSingle());
    }

    private void TakeTop(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            if (!_hasInstances && !_hasInputs) throw BodyErrors.Invalid("body", "it has neither \"instances\" nor \"inputs\"");
            _stand = Stand.End;
            return;
        }

        if (reader.Is("signature_name"u8))
        {
            // TensorFlow Serving's clients send it; a model here has one signature.
            _stand = Stand.Ignored;
            return;
        }

        bool isInstances = reader.Is("instances"u8);
        if (!isInstances && !reader.Is("inputs"u8))
            throw BodyErrors.Invalid("body", $"\"{reader.Show()}\" is unknown; there are \"instances\" (rows) and \"inputs\" (tensors by name)");
        if (_hasInstances || _hasInputs)
        {
            throw BodyErrors.Invalid(
                "body", _hasInstances && isInstances ? "\"instances\" is there twice" : _hasInputs && !isInstances ? "\"inputs\" is there twice" : "it has both \"instances\" and \"inputs\": send one of them");
        }

        _hasInstances = isInstances;
        _hasInputs = !isInstances;
        _inputs.Form = isInstances ? BodyForm.Rows : BodyForm.Tensors;
        _stand = isInstances ? Stand.Instances : Stand.Inputs;
    }

    private void TakeIgnored(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null)) throw BodyErrors.Invalid("signature_name", $"expected a string, found {reader.Describe()}");
        _stand = Stand.Top;
    }

    private int RequireSingle()
    {
        int slot = _inputs.Signature.SingleInput();
        if (slot >= 0) return slot;
        throw BodyErrors.Invalid(
            Place(), $"the model takes several inputs, so values need their names: send {{\"instances\":[{{NAME: …}}, …]}} or {{\"inputs\":{{NAME: …}}}}. It takes {BodyErrors.List(_inputs.Signature)}");
    }

    // The slot of the input that the name is, or -1. Names mostly come in the model's order.
    private int FindInput(ref Utf8JsonReader reader)
    {
        for (int i = 0, slot = _slot; i < _nestings.Length; i++)
        {
            if (++slot >= _nestings.Length) slot = 0;
            if (reader.Is(_inputs.Signature.Inputs[slot].Name)) return slot;
        }

        return -1;
    }

    private MceException UnknownInput(ref Utf8JsonReader reader, string at) =>
        BodyErrors.Invalid(at, $"the model has no input \"{reader.Show()}\"; it takes {BodyErrors.List(_inputs.Signature)}");

    private MceException Unexpected(ref Utf8JsonReader reader, string expected) =>
        BodyErrors.Invalid(Place(), $"expected {expected}, found {reader.Describe()}");
}
