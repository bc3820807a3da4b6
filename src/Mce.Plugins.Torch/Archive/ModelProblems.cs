using System.Collections;

namespace Mce.Plugins.Torch.Archive;

/// <summary>Everything that keeps a sound program from being served, gathered so that one error, or one report, tells it all.</summary>
internal sealed class ModelProblems : IReadOnlyCollection<string>
{
    private readonly SortedSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _operators = new(StringComparer.Ordinal);

    public int Count => _texts.Count;

    /// <summary>Adds a problem of the program as a whole: a phrase.</summary>
    public void Add(string what) => _texts.Add(what);

    /// <summary>Adds an operator that can't be called.</summary>
    /// <param name="target">The operator.</param>
    /// <param name="why">A phrase, or null where nothing here knows the operator.</param>
    public void AddOperator(string target, string? why = null)
    {
        _texts.Add(why is null ? target : $"{target} ({why})");
        _operators.TryAdd(target, why ?? "this backend has no such operator");
    }

    /// <summary>Whether any of them is an operator, which a decomposition may take away.</summary>
    public bool HasOperators => _operators.Count > 0;

    /// <summary>Why an operator can't be called, or null when it can.</summary>
    public string? OfOperator(string target) => _operators.GetValueOrDefault(target);

    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>, when there is any.</exception>
    public void ThrowIfAny(string path)
    {
        if (Count > 0) throw ArchiveErrors.Unsupported(path, this);
    }

    public IEnumerator<string> GetEnumerator() => _texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
