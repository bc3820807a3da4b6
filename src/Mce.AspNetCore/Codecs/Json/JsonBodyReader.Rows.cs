using System.Text.Json;

namespace Mce.AspNetCore;

/// <content><c>{"instances":[…]}</c>: rows of the single input, or objects by input name.</content>
internal sealed partial class JsonBodyReader
{
    private int _row;

    private void TakeInstances(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(ref reader, "an array of rows");
        _stand = Stand.FirstRow;
    }

    private void TakeFirstRow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                throw BodyErrors.Invalid("instances", "there is no row; send one at least");
            case JsonTokenType.StartObject:
                _stand = Stand.FirstRowObject;
                break;
            default:
                BeginInstances();
                TakeValue(ref reader);
                break;
        }
    }

    // An object is a row by names, or an element of bytes.
    private void TakeFirstRowObject(ref Utf8JsonReader reader)
    {
        int single = _inputs.Signature.SingleInput();
        bool isElement = single >= 0 && _inputs.Signature.Inputs[single].ElementType == TensorElementType.Bytes
            && reader.TokenType == JsonTokenType.PropertyName && reader.Is("b64"u8) && FindInput(ref reader) < 0;
        if (isElement)
        {
            BeginInstances();
            BeginElement(ref reader);
            TakeElementName(ref reader);
            return;
        }

        _row = 0;
        _slot = -1;
        TakeRowName(ref reader);
    }

    // The rows of the single input are one array of its full rank.
    private void BeginInstances()
    {
        _whole = Whole.Instances;
        _slot = RequireSingle();
        JsonNesting nesting = _nestings[_slot];
        nesting.BeginValue(MaxDepth(nesting, 0));
        nesting.Open();
        _stand = Stand.Value;
    }

    private void TakeRow(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            CompleteRows();
            _stand = Stand.Top;
            return;
        }

        _row++;
        if (reader.TokenType != JsonTokenType.StartObject) throw BodyErrors.Invalid(RowPlace(), $"expected an object like the rows before, found {reader.Describe()}");
        _slot = -1;
        _stand = Stand.RowName;
    }

    private void TakeRowName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            EndRow();
            _stand = Stand.Row;
            return;
        }

        int slot = FindInput(ref reader);
        if (slot < 0) throw UnknownInput(ref reader, RowPlace());
        JsonNesting nesting = _nestings[slot];
        string name() => BodyErrors.Cut(nesting.Writer.Spec.Name);
        if (nesting.LastRow == _row) throw BodyErrors.Invalid(RowPlace(), $"\"{name()}\" is there twice");
        if (nesting.LastRow != _row - 1) throw BodyErrors.Invalid(RowPlace(), $"\"{name()}\" is in this row and not in those before");
        nesting.LastRow = _row;
        _slot = slot;
        _stand = Stand.RowValue;
    }

    private void TakeRowValue(ref Utf8JsonReader reader)
    {
        _whole = Whole.Cell;
        JsonNesting nesting = _nestings[_slot];
        nesting.BeginValue(MaxDepth(nesting, 1));
        _stand = Stand.Value;
        TakeValue(ref reader);
    }

    private void EndRow()
    {
        foreach (JsonNesting nesting in _nestings)
        {
            bool isMissing = nesting.LastRow != _row && (nesting.LastRow >= 0 || !nesting.Writer.Spec.IsOptional);
            if (isMissing) throw BodyErrors.Invalid(RowPlace(), $"\"{BodyErrors.Cut(nesting.Writer.Spec.Name)}\" is missing; a row has {BodyErrors.List(_inputs.Signature)}");
        }
    }

    private void CompleteRows()
    {
        Span<long> dimensions = stackalloc long[JsonNesting.MaxRank + 2];
        foreach (JsonNesting nesting in _nestings)
        {
            if (nesting.LastRow < 0) continue;
            dimensions[0] = _row + 1;
            nesting.Sizes.CopyTo(dimensions[1..]);
            CompleteAs(nesting.Writer, dimensions, nesting.Rank + 1, mayBeOneRow: false);
        }
    }

    private string RowPlace() => $"instances[{_row}]";
}
