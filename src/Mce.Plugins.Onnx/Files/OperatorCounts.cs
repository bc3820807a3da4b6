using System.Collections;

namespace Mce.Plugins.Onnx.Files;

/// <summary>How often each operator is called. Not thread-safe while it is filled.</summary>
internal sealed class OperatorCounts : IReadOnlyCollection<KeyValuePair<OperatorName, int>>
{
    private readonly Dictionary<OperatorName, int> _counts = [];

    public int Count => _counts.Count;

    public void Add(OperatorName name, int count = 1) => _counts[name] = _counts.GetValueOrDefault(name) + count;

    public IEnumerator<KeyValuePair<OperatorName, int>> GetEnumerator() => _counts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>An operator or a function.</summary>
/// <param name="Domain">Whose it is; <c>ai.onnx</c> where the model leaves it out.</param>
/// <param name="Name">Its name.</param>
/// <param name="Overload">Which of the functions of that name, mostly empty.</param>
internal readonly record struct OperatorName(string Domain, string Name, string Overload)
{
    public override string ToString() => $"{Domain}:{Name}{(Overload.Length == 0 ? "" : $":{Overload}")}";
}
