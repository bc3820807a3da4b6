using System.Text.Json;

namespace Mce.AspNetCore;

/// <content><c>{"inputs":…}</c>: tensors by name, nested or as <c>{"shape":[…],"datatype":"FP32","data":[…]}</c>.</content>
internal sealed partial class JsonBodyReader
{
    private readonly long[] _shape = new long[JsonNesting.MaxRank];
    private int _shapeRank;
    private bool _hasShape;
    private bool _hasData;
    private bool _hasDatatype;

    private void TakeInputs(ref Utf8JsonReader reader)
    {
        _slot = -1;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _stand = Stand.InputName;
            return;
        }

        _whole = Whole.Inputs;
        BeginWhole(ref reader, RequireSingle());
    }

    private void TakeInputName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _stand = Stand.Top;
            return;
        }

        int slot = FindInput(ref reader);
        if (slot < 0) throw UnknownInput(ref reader, "inputs");
        if (_nestings[slot].IsGiven) throw BodyErrors.Invalid("inputs", $"\"{reader.Show()}\" is there twice");
        _nestings[slot].IsGiven = true;
        _slot = slot;
        _stand = Stand.InputValue;
    }

    private void TakeInputValue(ref Utf8JsonReader reader)
    {
        _whole = Whole.Named;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            BeginWhole(ref reader, _slot);
            return;
        }

        _hasShape = false;
        _hasData = false;
        _hasDatatype = false;
        _stand = Stand.InputObject;
    }

    // An object is a tensor, or the one element of a tensor of bytes.
    private void TakeInputObject(ref Utf8JsonReader reader)
    {
        JsonNesting nesting = _nestings[_slot];
        if (nesting.Writer.Spec.ElementType == TensorElementType.Bytes && reader.TokenType == JsonTokenType.PropertyName && reader.Is("b64"u8))
        {
            nesting.BeginValue(MaxDepth(nesting, 0));
            BeginElement(ref reader);
            TakeElementName(ref reader);
            return;
        }

        TakeTensor(ref reader);
    }

    private void TakeTensor(ref Utf8JsonReader reader)
    {
        _whole = Whole.Named;
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            CompleteTensor();
            _stand = Stand.InputName;
            return;
        }

        if (reader.Is("data"u8)) Begin(ref reader, ref _hasData, Stand.Data);
        else if (reader.Is("shape"u8)) Begin(ref reader, ref _hasShape, Stand.ShapeStart);
        else if (reader.Is("datatype"u8)) Begin(ref reader, ref _hasDatatype, Stand.Datatype);
        else throw BodyErrors.Invalid(Place(), $"\"{reader.Show()}\" is unknown; a tensor has \"shape\", \"datatype\" and \"data\"");

        void Begin(ref Utf8JsonReader reader, ref bool isThere, Stand next)
        {
            if (isThere) throw BodyErrors.Invalid(Place(), $"\"{reader.Show()}\" is there twice");
            isThere = true;
            _stand = next;
        }
    }

    private void TakeDatatype(ref Utf8JsonReader reader)
    {
        TensorSpec spec = _nestings[_slot].Writer.Spec;
        if (reader.TokenType != JsonTokenType.String) throw Unexpected(ref reader, $"a datatype such as \"{DataTypes.ProtocolName(spec.ElementType)}\"");
        string name = reader.Show();
        if (!DataTypes.Matches(name, spec.ElementType)) throw BodyErrors.TypeMismatch(spec, name);
        _stand = Stand.Tensor;
    }

    private void TakeShapeStart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(ref reader, "a shape such as [1, 64]");
        _shapeRank = 0;
        _stand = Stand.Shape;
    }

    private void TakeShape(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _stand = Stand.Tensor;
            return;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long size) || size < 0) throw Unexpected(ref reader, "a size from 0 to 2^63 - 1 in the shape");
        if (_shapeRank == _shape.Length) throw BodyErrors.Invalid(Place(), $"the shape has over {_shape.Length} dimensions");
        _shape[_shapeRank++] = size;
    }

    private void BeginData(ref Utf8JsonReader reader)
    {
        _whole = Whole.Data;
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(ref reader, "an array");
        JsonNesting nesting = _nestings[_slot];
        nesting.BeginValue(Math.Max(1, MaxDepth(nesting, 0)));
        _stand = Stand.Value;
        TakeValue(ref reader);
    }

    private void CompleteTensor()
    {
        JsonNesting nesting = _nestings[_slot];
        if (!_hasData) throw BodyErrors.Invalid(Place(), "\"data\" is missing");
        if (!_hasShape)
        {
            nesting.Writer.Complete(nesting.Sizes);
            return;
        }

        ReadOnlySpan<long> shape = _shape.AsSpan(0, _shapeRank);
        Int128 elements = 1;
        foreach (long size in shape)
        {
            elements *= Math.Max(1, size);
            if (elements > long.MaxValue) throw BodyErrors.Invalid(Place(), "the shape overflows");
        }

        if (shape.Contains(0)) elements = 0;
        bool isNested = nesting.Rank > 1 && !nesting.Sizes.SequenceEqual(shape);
        if (isNested || elements != nesting.Writer.Count)
        {
            string given = isNested ? $"\"data\" is nested as [{string.Join(", ", nesting.Sizes.ToArray())}]" : $"\"data\" has {nesting.Writer.Count} values";
            throw BodyErrors.Invalid(Place(), $"\"shape\" is [{string.Join(", ", shape.ToArray())}], and {given}; the model takes {nesting.Writer.Spec}");
        }

        nesting.Writer.Complete(shape);
    }
}
