using System.Globalization;

namespace Mce.TensorFiles;

/// <summary>The element type of a <c>.npy</c> file.</summary>
/// <param name="Element">The contract's type for it.</param>
/// <param name="ItemSize">Bytes of an element in the file; 0 is possible for text.</param>
/// <param name="IsBigEndian">Whether the file's bytes must be swapped.</param>
/// <param name="Name">As the header has it, for messages.</param>
internal sealed record NpyType(TensorElementType Element, int ItemSize, bool IsBigEndian, string Name)
{
    /// <summary>Whether it is fixed-width text in UTF-32.</summary>
    public bool IsWideText => Element == TensorElementType.String && Name.Contains('U', StringComparison.Ordinal);

    /// <summary>How the numbers of a type are named; null for text and bytes, whose width goes with the name.</summary>
    public static string? NameOf(TensorElementType type) => type switch
    {
        TensorElementType.Boolean => "|b1",
        TensorElementType.Int8 => "|i1",
        TensorElementType.Int16 => "<i2",
        TensorElementType.Int32 => "<i4",
        TensorElementType.Int64 => "<i8",
        TensorElementType.UInt8 => "|u1",
        TensorElementType.UInt16 => "<u2",
        TensorElementType.UInt32 => "<u4",
        TensorElementType.UInt64 => "<u8",
        TensorElementType.Float16 => "<f2",
        TensorElementType.Float32 => "<f4",
        TensorElementType.Float64 => "<f8",
        _ => null,
    };

    /// <exception cref="NpyFormatException">No tensor has elements of this type.</exception>
    public static NpyType Parse(string descr)
    {
        if (descr.Length > 32) throw NpyFormatException.BadHeader($"its descr begins with '{descr[..32]}'");
        if (descr == "bfloat16") return new NpyType(TensorElementType.BFloat16, 2, IsBigEndian: false, descr);
        ReadOnlySpan<char> rest = descr;
        bool bigEndian = rest.StartsWith('>');
        if (!rest.IsEmpty && rest[0] is '<' or '>' or '|' or '=') rest = rest[1..];
        if (rest.IsEmpty) throw NpyFormatException.BadHeader($"its descr is '{descr}'");

        char kind = rest[0];
        if (kind == '?')
        {
            kind = 'b';
            rest = "b1";
        }

        if (kind == 'O') throw NpyFormatException.UnsupportedType("pickled Python objects (dtype object)", "Save text with dtype '<U', numbers with a dtype of numbers.");
        if (!int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            if (kind is 'M' or 'm') throw NpyFormatException.UnsupportedType($"dates or durations (dtype {descr})", "Save what the model takes: int64, or text.");
            throw NpyFormatException.BadHeader($"its descr is '{descr}'");
        }

        TensorElementType element = (kind, size) switch
        {
            ('b', 1) => TensorElementType.Boolean,
            ('i', 1) => TensorElementType.Int8,
            ('i', 2) => TensorElementType.Int16,
            ('i', 4) => TensorElementType.Int32,
            ('i', 8) => TensorElementType.Int64,
            ('u', 1) => TensorElementType.UInt8,
            ('u', 2) => TensorElementType.UInt16,
            ('u', 4) => TensorElementType.UInt32,
            ('u', 8) => TensorElementType.UInt64,
            ('f', 2) => TensorElementType.Float16,
            ('f', 4) => TensorElementType.Float32,
            ('f', 8) => TensorElementType.Float64,
            // What NumPy calls a type of ml_dtypes that it doesn't know itself; of two bytes there is only bfloat16.
            ('V', 2) => TensorElementType.BFloat16,
            ('U' or 'S' or 'a', _) => TensorElementType.String,
            _ => throw Unsupported(descr, kind),
        };
        long bytes = kind == 'U' ? size * 4L : size;
        if (bytes > int.MaxValue) throw NpyFormatException.BadHeader($"its descr '{descr}' has elements of {bytes} bytes");
        return new NpyType(element, (int)bytes, bigEndian, descr);
    }

    private static NpyFormatException Unsupported(string descr, char kind) => kind switch
    {
        'c' => NpyFormatException.UnsupportedType($"complex numbers (dtype {descr})", "Save the real and the imaginary part as the model takes them."),
        'f' => NpyFormatException.UnsupportedType($"floating-point numbers of the machine's own width (dtype {descr})", "Save float64 or narrower."),
        'V' => NpyFormatException.UnsupportedType($"elements without a type that NumPy knows (dtype {descr})", "Two bytes are read as bfloat16; save others as float32."),
        _ => NpyFormatException.UnsupportedType($"elements of dtype {descr}", "Save bool, int8 to int64, uint8 to uint64, float16 to float64, or text."),
    };
}
