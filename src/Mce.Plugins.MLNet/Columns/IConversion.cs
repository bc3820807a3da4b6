using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Turns a value of a tensor into a value of a column, or back. Implemented by structs, so that the JIT inlines it.</summary>
internal interface IConversion<TFrom, TTo>
{
    TTo Convert(TFrom value);
}

internal static class Conversion
{
    /// <summary>Converts many values; the same type is copied as one block.</summary>
    public static void ConvertAll<TFrom, TTo, TConversion>(this TConversion conversion, ReadOnlySpan<TFrom> source, Span<TTo> target)
        where TConversion : struct, IConversion<TFrom, TTo>
    {
        if (typeof(TConversion) == typeof(Same<TFrom>))
        {
            // Same converts T to T alone, so TFrom is TTo here.
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(source)), source.Length).CopyTo(target);
            return;
        }

        for (int i = 0; i < source.Length; i++) target[i] = conversion.Convert(source[i]);
    }
}
