namespace Mce.Plugins.Onnx.Files;

/// <summary>
/// The functions of a model. ONNX Runtime puts each in the place of each of its calls, so that forty of them, each calling the
/// next twice, are a million million nodes: what they unfold to is counted first.
/// </summary>
internal sealed class FunctionTable
{
    private const long MostNodes = 1_000_000;
    // Exporters of today write some ten, one for each level of modules.
    private const int DeepestCalls = 100;

    private readonly Dictionary<OperatorName, OperatorCounts> _functions = [];
    private readonly Dictionary<OperatorName, long> _sizes = [];
    private readonly HashSet<OperatorName> _open = [];

    /// <summary>Adds a function with the operators that it calls.</summary>
    public void Add((OperatorName Name, OperatorCounts Calls) function)
    {
        if (!_functions.TryAdd(function.Name, function.Calls)) throw new InvalidDataException($"it has two functions '{function.Name}'");
    }

    /// <summary>Counts what a graph unfolds to.</summary>
    /// <exception cref="InvalidDataException">Too many nodes, or functions that call each other in a circle.</exception>
    public void Check(OperatorCounts graph)
    {
        if (_functions.Count == 0) return;
        // Also those that nothing calls: they are read and joined all the same.
        foreach (OperatorName function in _functions.Keys) Size(function);
        Sum(graph);
    }

    private long Sum(OperatorCounts calls)
    {
        long total = 0;
        foreach ((OperatorName name, int count) in calls)
        {
            total += count * Size(name); // both factors are at most MostNodes or the nodes of a file: no overflow
            if (total > MostNodes) throw new InvalidDataException($"its functions unfold to more than {MostNodes:N0} nodes");
        }

        return total;
    }

    private long Size(OperatorName name)
    {
        if (!_functions.TryGetValue(name, out OperatorCounts? calls)) return 1;
        if (_sizes.TryGetValue(name, out long known)) return known;
        if (!_open.Add(name)) throw new InvalidDataException($"its function '{name}' calls itself");
        if (_open.Count > DeepestCalls) throw new InvalidDataException($"its functions call each other more than {DeepestCalls} deep");
        long size = Math.Max(1, Sum(calls));
        _open.Remove(name);
        return _sizes[name] = size;
    }
}
