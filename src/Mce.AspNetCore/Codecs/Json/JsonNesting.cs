namespace Mce.AspNetCore;

/// <summary>Tells the shape of one input from how its arrays are nested, while they are read. Reused for request after request.</summary>
internal sealed class JsonNesting
{
    public const int MaxRank = 64;

    private readonly long[] _counts = new long[MaxRank + 1]; // how many items each open array has so far
    private readonly long[] _sizes = new long[MaxRank + 1];
    private int _known; // the sizes of this depth and of all within are known: an array is closed after those in it

    public InputWriter Writer { get; private set; } = null!;

    /// <summary>How many arrays are open.</summary>
    public int Depth { get; private set; }

    /// <summary>How deep the elements lie; -1 before the first.</summary>
    public int Rank { get; private set; }

    /// <summary>How deep they may lie.</summary>
    public int MaxDepth { get; private set; }

    /// <summary>The last row that had a value for the input; -1 = none.</summary>
    public int LastRow { get; set; }

    /// <summary>Whether the body has the input as a whole.</summary>
    public bool IsGiven { get; set; }

    /// <summary>The sizes of a value that was read to its end.</summary>
    public ReadOnlySpan<long> Sizes => _sizes.AsSpan(0, Rank);

    /// <summary>The indexes of where the reading stands, outermost first.</summary>
    public ReadOnlySpan<long> Indexes => _counts.AsSpan(0, Depth);

    /// <summary>How many items the innermost open array has.</summary>
    public ref long Innermost => ref _counts[Math.Max(0, Depth - 1)];

    /// <summary>How many it should have: as many as those before it at its depth.</summary>
    public long Expected => _sizes[Depth - 1];

    /// <summary>Whether another array may be opened here.</summary>
    public bool CanOpen => Depth < (Rank < 0 ? MaxDepth : Rank);

    public void Begin(InputWriter writer)
    {
        Writer = writer;
        LastRow = -1;
        IsGiven = false;
        Rank = -1;
        _known = int.MaxValue;
    }

    /// <summary>Begins a value. One of a later row must be shaped like those before it.</summary>
    public void BeginValue(int maxDepth)
    {
        Depth = 0;
        MaxDepth = maxDepth;
        _counts[0] = 0;
    }

    public void Open() => _counts[Depth++] = 0;

    /// <summary>Whether an element may stand here. The first settles how deep all lie.</summary>
    public bool TryBeginElement()
    {
        if (Rank < 0) Rank = Depth;
        return Depth == Rank;
    }

    /// <summary>Closes the innermost array.</summary>
    /// <returns>False: it has another length than those before it at its depth. It stays open.</returns>
    public bool TryClose()
    {
        if (Rank < 0) Rank = Depth; // an empty array settles the depth too
        int depth = Depth - 1;
        if (depth < _known)
        {
            _known = depth;
            _sizes[depth] = _counts[depth];
        }
        else if (_sizes[depth] != _counts[depth])
        {
            return false;
        }

        Depth = depth;
        if (depth > 0) _counts[depth - 1]++;
        return true;
    }
}
