namespace Mce.Fuzz.Cases;

/// <summary>What a case is made from, and who opens it.</summary>
internal enum FuzzFormat
{
    Onnx,
    MLNet,
    Torch,

    /// <summary>Cases that misbehave on purpose, to test this program.</summary>
    Self,
}

internal static class FuzzFormats
{
    /// <summary>The formats of real models.</summary>
    public static IReadOnlyList<FuzzFormat> Models { get; } = [FuzzFormat.Onnx, FuzzFormat.MLNet, FuzzFormat.Torch];

    /// <summary>The framework that opens it, and its name on the command line.</summary>
    public static string Name(FuzzFormat format) => format switch
    {
        FuzzFormat.Onnx => "onnx",
        FuzzFormat.MLNet => "mlnet",
        FuzzFormat.Torch => "torch",
        _ => "self",
    };

    public static string Extension(FuzzFormat format) => format switch
    {
        FuzzFormat.MLNet => ".zip",
        FuzzFormat.Torch => ".pt2",
        _ => ".onnx",
    };

    public static bool TryParse(string name, out FuzzFormat format)
    {
        foreach (FuzzFormat candidate in Enum.GetValues<FuzzFormat>())
        {
            format = candidate;
            if (Name(candidate) == name) return true;
        }

        format = default;
        return false;
    }
}
