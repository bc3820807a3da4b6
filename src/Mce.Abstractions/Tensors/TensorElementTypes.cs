using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Sizes and .NET counterparts of <see cref="TensorElementType"/>. Thread-safe.</summary>
public static class TensorElementTypes
{
    /// <summary>The size of one element in bytes; 0 for <see cref="TensorElementType.String"/> and <see cref="TensorElementType.Bytes"/>.</summary>
    public static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Boolean or TensorElementType.Int8 or TensorElementType.UInt8 => 1,
        TensorElementType.Int16 or TensorElementType.UInt16 or TensorElementType.Float16 or TensorElementType.BFloat16 => 2,
        TensorElementType.Int32 or TensorElementType.UInt32 or TensorElementType.Float32 => 4,
        TensorElementType.Int64 or TensorElementType.UInt64 or TensorElementType.Float64 => 8,
        TensorElementType.String or TensorElementType.Bytes => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a tensor element type."),
    };

    /// <summary>Whether elements are managed objects (text, bytes) instead of numbers in flat memory.</summary>
    public static bool IsManaged(TensorElementType type) => type is TensorElementType.String or TensorElementType.Bytes;

    /// <summary>The element type of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type of this contract.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TensorElementType Of<T>()
    {
        // The JIT folds this chain to a constant for every value type.
        if (typeof(T) == typeof(float)) return TensorElementType.Float32;
        if (typeof(T) == typeof(double)) return TensorElementType.Float64;
        if (typeof(T) == typeof(long)) return TensorElementType.Int64;
        if (typeof(T) == typeof(int)) return TensorElementType.Int32;
        if (typeof(T) == typeof(bool)) return TensorElementType.Boolean;
        if (typeof(T) == typeof(byte)) return TensorElementType.UInt8;
        if (typeof(T) == typeof(sbyte)) return TensorElementType.Int8;
        if (typeof(T) == typeof(short)) return TensorElementType.Int16;
        if (typeof(T) == typeof(ushort)) return TensorElementType.UInt16;
        if (typeof(T) == typeof(uint)) return TensorElementType.UInt32;
        if (typeof(T) == typeof(ulong)) return TensorElementType.UInt64;
        if (typeof(T) == typeof(Half)) return TensorElementType.Float16;
        if (typeof(T) == typeof(BFloat16)) return TensorElementType.BFloat16;
        if (typeof(T) == typeof(string)) return TensorElementType.String;
        if (typeof(T) == typeof(ReadOnlyMemory<byte>)) return TensorElementType.Bytes;
        return ThrowNotSupported<T>();
    }

    private static TensorElementType ThrowNotSupported<T>() => throw new NotSupportedException(
        $"'{typeof(T)}' is no tensor element type. Use bool, sbyte, short, int, long, byte, ushort, uint, ulong, Half, " +
        "Mce.BFloat16, float, double, string or ReadOnlyMemory<byte>.");
}
