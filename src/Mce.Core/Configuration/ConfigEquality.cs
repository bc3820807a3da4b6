using System.Collections;
using System.Reflection;

namespace Mce;

/// <summary>Whether two pieces of configuration say the same: by value through records, lists and dictionaries, by reference where there is code.</summary>
/// <remarks>Records alone won't do: they compare their lists by reference, and every reload makes new ones.</remarks>
internal static class ConfigEquality
{
    public static bool Same(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null || left.GetType() != right.GetType()) return left is IEnumerable and not string && right is IEnumerable and not string && SameItems((IEnumerable)left, (IEnumerable)right);
        return left switch
        {
            BackendSettings settings => ModelKey.Canonical(settings) == ModelKey.Canonical((BackendSettings)right),
            InferenceTensor or Delegate => left.Equals(right),
            string or ValueType => left.Equals(right),
            IDictionary map => SameEntries(map, (IDictionary)right),
            IEnumerable items => SameItems(items, (IEnumerable)right),
            _ => SameProperties(left, right),
        };
    }

    private static bool SameItems(IEnumerable left, IEnumerable right)
    {
        object?[] a = [.. left.Cast<object?>()], b = [.. right.Cast<object?>()];
        return a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second));
    }

    private static bool SameEntries(IDictionary left, IDictionary right) =>
        left.Count == right.Count && left.Keys.Cast<object>().All(k => right.Contains(k) && Same(left[k], right[k]));

    private static bool SameProperties(object left, object right) =>
        left.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0)
            .All(p => Same(p.GetValue(left), p.GetValue(right)));
}
