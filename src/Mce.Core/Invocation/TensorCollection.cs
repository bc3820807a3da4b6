using System.Collections;

namespace Mce;

/// <summary>Tensors of a request, by name or by position. Not thread-safe; the tensors stay the caller's.</summary>
/// <remarks>Requests have few tensors: a list that is scanned beats a dictionary, and refilling it allocates nothing.</remarks>
public sealed class TensorCollection : IEnumerable<KeyValuePair<string?, InferenceTensor>>
{
    private KeyValuePair<string?, InferenceTensor>[] _items = [];

    /// <summary>How many tensors there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the tensor of a name, or adds or replaces it.</summary>
    /// <exception cref="KeyNotFoundException">On reading: no tensor has that name.</exception>
    public InferenceTensor this[string name]
    {
        get
        {
            int index = IndexOf(name);
            return index >= 0 ? _items[index].Value : throw new KeyNotFoundException($"There is no tensor '{name}'.");
        }
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(value);
            int index = IndexOf(name);
            if (index >= 0) _items[index] = new(_items[index].Key, value);
            else Append(name, value);
        }
    }

    /// <summary>Adds a tensor for the input or output of that name.</summary>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public void Add(string name, InferenceTensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tensor);
        if (IndexOf(name) >= 0) throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
        Append(name, tensor);
    }

    /// <summary>Adds a tensor by position: the first one added goes to the model's first input, and so on.</summary>
    public void Add(InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Append(null, tensor);
    }

    /// <summary>Removes all tensors and keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string?, InferenceTensor>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return _items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ReadOnlySpan<KeyValuePair<string?, InferenceTensor>> AsSpan() => _items.AsSpan(0, Count);

    private int IndexOf(string name)
    {
        for (int i = 0; i < Count; i++)
            if (string.Equals(_items[i].Key, name, StringComparison.Ordinal)) return i;
        return -1;
    }

    private void Append(string? name, InferenceTensor tensor)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(4, Count * 2));
        _items[Count++] = new(name, tensor);
    }
}
