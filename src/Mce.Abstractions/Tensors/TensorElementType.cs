namespace Mce;

/// <summary>The type of one tensor element.</summary>
/// <remarks>
/// Numeric values are part of the ABI and never change. Types that some formats know and this contract does not
/// (float8, int4, complex) are refused by name when a model is loaded.
/// </remarks>
public enum TensorElementType
{
    /// <summary>Not a type; the default value of the enumeration.</summary>
    None = 0,

    /// <summary>One byte, 0 or 1. .NET type <see cref="bool"/>.</summary>
    Boolean = 1,

    /// <summary>Signed, 8 bits. .NET type <see cref="sbyte"/>.</summary>
    Int8 = 2,

    /// <summary>Signed, 16 bits. .NET type <see cref="short"/>.</summary>
    Int16 = 3,

    /// <summary>Signed, 32 bits. .NET type <see cref="int"/>.</summary>
    Int32 = 4,

    /// <summary>Signed, 64 bits. .NET type <see cref="long"/>.</summary>
    Int64 = 5,

    /// <summary>Unsigned, 8 bits. .NET type <see cref="byte"/>.</summary>
    UInt8 = 6,

    /// <summary>Unsigned, 16 bits. .NET type <see cref="ushort"/>.</summary>
    UInt16 = 7,

    /// <summary>Unsigned, 32 bits. .NET type <see cref="uint"/>.</summary>
    UInt32 = 8,

    /// <summary>Unsigned, 64 bits. .NET type <see cref="ulong"/>.</summary>
    UInt64 = 9,

    /// <summary>IEEE 754 binary16. .NET type <see cref="Half"/>.</summary>
    Float16 = 10,

    /// <summary>Brain floating point, the upper 16 bits of a binary32. .NET type <see cref="Mce.BFloat16"/>.</summary>
    BFloat16 = 11,

    /// <summary>IEEE 754 binary32. .NET type <see cref="float"/>.</summary>
    Float32 = 12,

    /// <summary>IEEE 754 binary64. .NET type <see cref="double"/>.</summary>
    Float64 = 13,

    /// <summary>Unicode text, one managed <see cref="string"/> an element. Never in native memory.</summary>
    String = 14,

    /// <summary>Opaque bytes, one <see cref="ReadOnlyMemory{T}"/> of <see cref="byte"/> an element. Never in native memory.</summary>
    Bytes = 15,
}
