namespace Mce.Plugins.Torch.Native;

/// <summary>c10's numbers for element types, and the contract's counterparts.</summary>
internal static class ScalarTypes
{
    public const int Byte = 0;
    public const int Char = 1;
    public const int Short = 2;
    public const int Int = 3;
    public const int Long = 4;
    public const int Half = 5;
    public const int Float = 6;
    public const int Double = 7;
    public const int Bool = 11;
    public const int BFloat16 = 15;
    public const int UInt16 = 27;
    public const int UInt32 = 28;
    public const int UInt64 = 29;

    public static bool IsFloating(int type) => type is Half or Float or Double or BFloat16;

    /// <summary>The contract's type, or <see cref="TensorElementType.None"/> for one that it lacks.</summary>
    public static TensorElementType ToElementType(int type) => type switch
    {
        Byte => TensorElementType.UInt8,
        Char => TensorElementType.Int8,
        Short => TensorElementType.Int16,
        Int => TensorElementType.Int32,
        Long => TensorElementType.Int64,
        Half => TensorElementType.Float16,
        Float => TensorElementType.Float32,
        Double => TensorElementType.Float64,
        Bool => TensorElementType.Boolean,
        BFloat16 => TensorElementType.BFloat16,
        UInt16 => TensorElementType.UInt16,
        UInt32 => TensorElementType.UInt32,
        UInt64 => TensorElementType.UInt64,
        _ => TensorElementType.None,
    };

    /// <summary>c10's number, or -1.</summary>
    public static int FromElementType(TensorElementType type) => type switch
    {
        TensorElementType.UInt8 => Byte,
        TensorElementType.Int8 => Char,
        TensorElementType.Int16 => Short,
        TensorElementType.Int32 => Int,
        TensorElementType.Int64 => Long,
        TensorElementType.Float16 => Half,
        TensorElementType.Float32 => Float,
        TensorElementType.Float64 => Double,
        TensorElementType.Boolean => Bool,
        TensorElementType.BFloat16 => BFloat16,
        TensorElementType.UInt16 => UInt16,
        TensorElementType.UInt32 => UInt32,
        TensorElementType.UInt64 => UInt64,
        _ => -1,
    };

    /// <summary>c10's number for a number of the archive's enumeration, or -1 for a type that this backend refuses.</summary>
    public static int FromArchive(int type) => type switch
    {
        1 => Byte,
        2 => Char,
        3 => Short,
        4 => Int,
        5 => Long,
        6 => Half,
        7 => Float,
        8 => Double,
        12 => Bool,
        13 => BFloat16,
        28 => UInt16,
        34 => UInt32,
        35 => UInt64,
        _ => -1,
    };

    /// <summary>The name of an archive's type for error messages.</summary>
    public static string DescribeArchive(int type) => type switch
    {
        9 => "complex32",
        10 => "complex64",
        11 => "complex128",
        29 => "float8_e4m3fn",
        30 => "float8_e5m2",
        31 => "float8_e4m3fnuz",
        32 => "float8_e5m2fnuz",
        33 => "float8_e8m0fnu",
        _ when FromArchive(type) is >= 0 and int known => ToElementType(known).ToString().ToLowerInvariant(),
        _ => $"number {type}",
    };
}
