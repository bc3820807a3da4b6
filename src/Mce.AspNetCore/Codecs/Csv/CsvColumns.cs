using System.Text;

namespace Mce.AspNetCore;

/// <summary>Which input each column of a CSV body is for. Reused for request after request.</summary>
internal sealed class CsvColumns
{
    private const int MaxColumns = 1 << 20;

    private readonly List<int> _slots = []; // by column; not filled for a single input
    private InferenceInputs _inputs = null!;
    private int _single; // the slot of the only input, or -1
    private long[] _widths = []; // columns by slot; -1 = as many as the first line has
    private long[] _given = []; // columns so far, by slot; not counted for a single input

    /// <summary>How many there are; -1 = as many as the first line has.</summary>
    public int Count { get; private set; }

    /// <exception cref="MceException">The model takes what no column can hold.</exception>
    public void Begin(InferenceInputs inputs)
    {
        _inputs = inputs;
        _slots.Clear();
        _single = inputs.Signature.SingleInput();
        if (_widths.Length != inputs.Count) (_widths, _given) = (new long[inputs.Count], new long[inputs.Count]);
        Array.Clear(_given);
        for (int slot = 0; slot < inputs.Count; slot++)
        {
            TensorSpec spec = inputs[slot].Spec;
            bool isUsed = _single < 0 || slot == _single;
            if (isUsed && spec.ElementType == TensorElementType.Bytes)
                throw BodyErrors.TypeUnsupported(inputs.ContentType, $"CSV can't hold {spec}: send application/json.");
            _widths[slot] = WidthOf(spec, isSingle: _single >= 0);
            bool isOpen = _widths[slot] < 0 && (_single < 0 || (spec.HasRank && spec.Dimensions.Length > 2));
            if (isUsed && isOpen)
                throw BodyErrors.TypeUnsupported(inputs.ContentType, $"CSV can't tell how many columns {spec} takes: send application/json.");
        }

        Count = _single >= 0 ? (int)_widths[_single] : -1;
    }

    /// <summary>The columns of a body without a header: those of all inputs that aren't optional, in the model's order.</summary>
    public void UseModelsOrder()
    {
        if (_single >= 0) return;
        for (int slot = 0; slot < _inputs.Count; slot++)
        {
            if (_inputs[slot].Spec.IsOptional) continue;
            for (long i = 0; i < _widths[slot]; i++) Add(slot);
        }

        Count = _slots.Count;
    }

    /// <summary>Takes the header's next name. A single input's may be anything.</summary>
    public void AddName(ReadOnlySpan<byte> utf8)
    {
        if (_single >= 0) return;
        string name = Encoding.UTF8.GetString(utf8).Trim();
        int slot = _inputs.Signature.FindInput(name);
        if (slot < 0 && name.LastIndexOf('_') is > 0 and int end && name.AsSpan(end + 1).IndexOfAnyExceptInRange('0', '9') < 0)
            slot = _inputs.Signature.FindInput(name[..end]); // one of an input's several columns: scores_0, scores_1
        if (slot < 0) throw BodyErrors.Invalid("header", $"the model has no input \"{BodyErrors.Cut(name)}\"; it takes {BodyErrors.List(_inputs.Signature)}");
        Add(slot);
    }

    /// <summary>Checks a header that is read to its end.</summary>
    public void EndNames()
    {
        if (_single >= 0) return;
        for (int slot = 0; slot < _inputs.Count; slot++)
        {
            if (_given[slot] != _widths[slot] && (_given[slot] != 0 || !_inputs[slot].Spec.IsOptional)) throw WrongWidth(slot);
        }

        Count = _slots.Count;
    }

    /// <summary>Settles how many columns there are by the first line.</summary>
    public void Settle(int count) => Count = count;

    /// <summary>Where the values of a column go.</summary>
    public InputWriter WriterOf(int column) => _inputs[_single >= 0 ? _single : _slots[column]];

    /// <summary>What the columns are for, for messages.</summary>
    public string Describe() => _single >= 0 ? _inputs[_single].Spec.ToString() : BodyErrors.List(_inputs.Signature);

    /// <summary>Makes the columns tensors.</summary>
    public void Complete(int rows)
    {
        Span<long> dimensions = stackalloc long[64];
        for (int slot = 0; slot < _inputs.Count; slot++)
        {
            InputWriter writer = _inputs[slot];
            if (_single >= 0 ? slot != _single : _given[slot] == 0) continue;
            TensorSpec spec = writer.Spec;
            int rank = spec.HasRank ? spec.Dimensions.Length : 2;
            bool isOneLine = rank == 1 && rows == 1 && _single >= 0;
            dimensions[0] = isOneLine ? Count : rows; // a vector may lie in a line as well as in a column
            for (int d = 1; d < rank; d++) dimensions[d] = spec.HasRank && spec.Dimensions[d].Size is { } size ? size : Count;
            if (rank == 0 && rows != 1) rank = 1; // no scalar: refused with its shape
            writer.Complete(dimensions[..rank]);
        }
    }

    private static long WidthOf(TensorSpec spec, bool isSingle)
    {
        if (!spec.HasRank) return -1;
        if (spec.Dimensions.Length <= 1) return isSingle && spec.Dimensions.Length == 1 ? -1 : 1;
        long width = 1;
        for (int d = 1; d < spec.Dimensions.Length; d++)
        {
            if (spec.Dimensions[d].Size is not { } size) return -1;
            width = width > MaxColumns / Math.Max(1, size) ? MaxColumns + 1 : width * size;
        }

        return width;
    }

    private void Add(int slot)
    {
        if (_slots.Count >= MaxColumns) throw BodyErrors.Invalid("header", $"there are over {MaxColumns} columns");
        if (++_given[slot] > _widths[slot]) throw WrongWidth(slot);
        _slots.Add(slot);
    }

    private MceException WrongWidth(int slot) =>
        BodyErrors.Invalid("header", $"it has {_given[slot]} columns for {_inputs[slot].Spec}, which takes {_widths[slot]}");
}
