namespace Mce.Plugins.Onnx.Loading;

/// <summary>The inputs, or the outputs, of a signature while it is read.</summary>
/// <remarks>The graph's own come first, in its order, so that a position means the same here and there; slots made up beside them follow.</remarks>
/// <param name="role">What they are, for error messages.</param>
/// <param name="names">The names in the graph, which no made-up name may take.</param>
/// <param name="ownCount">How many of the graph's own will be added.</param>
internal sealed class SlotList(string role, IEnumerable<string> names, int ownCount)
{
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);
    private readonly List<TensorSpec> _own = [];
    private readonly List<TensorSpec> _beside = [];
    private readonly List<GraphValue> _values = [];

    public string Role => role;

    /// <summary>The contract's view.</summary>
    public IEnumerable<TensorSpec> Specs => _own.Concat(_beside);

    /// <summary>The graph's view.</summary>
    public IReadOnlyList<GraphValue> Values => _values;

    /// <summary>Adds the slot of one of the graph's own and returns its index.</summary>
    public int Add(TensorSpec spec)
    {
        _own.Add(spec);
        return _own.Count - 1;
    }

    /// <summary>Adds a slot that goes with one of the graph's own and returns its index.</summary>
    public int AddBeside(TensorSpec spec)
    {
        _beside.Add(spec);
        return ownCount + _beside.Count - 1;
    }

    public void Add(GraphValue value) => _values.Add(value);

    /// <summary>A name for a slot that goes with another, with underscores where the model has that name already.</summary>
    public string NameBeside(string name, string suffix)
    {
        string beside = $"{name}.{suffix}";
        while (!_names.Add(beside)) beside += "_";
        return beside;
    }
}
