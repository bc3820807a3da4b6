using System.Numerics;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Maps a key (1-based, 0 = missing) to its value in the column's annotation, as ML.NET's MapKeyToValue does.</summary>
internal readonly struct KeyToValue<TKey, TValue>(TValue[] values, TValue missing) : IConversion<TKey, TValue>
    where TKey : struct, IBinaryInteger<TKey>
{
    public TValue Convert(TKey value)
    {
        // A missing key wraps round to the largest number and fails the same test as a key beyond the values.
        ulong index = unchecked(ulong.CreateTruncating(value) - 1);
        return index < (ulong)values.Length ? values[index] : missing;
    }
}
