namespace Mce.Plugins.Onnx.Loading;

/// <summary>The inputs, or the outputs, of a signature while it is read.</summary>
/// <param name="role">What they are, for error messages.</param>
/// <param name="names">The names in the graph, which no made-up name may take.</param>
internal sealed class SlotList(string role, IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);
    private readonly List<TensorSpec> _specs = [];
    private readonly List<GraphValue> _values = [];

    public string Role => role;

    /// <summary>The contract's view.</summary>
    public IReadOnlyList<TensorSpec> Specs => _specs;

    /// <summary>The graph's view.</summary>
    public IReadOnlyList<GraphValue> Values => _values;

    /// <summary>Adds a slot and returns its index.</summary>
    public int Add(TensorSpec spec)
    {
        _specs.Add(spec);
        return _specs.Count - 1;
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
