namespace Mce.Plugins.Onnx.Files;

/// <summary>
/// Operators that take any number of inputs. An empty name leaves an optional input out; these kernels count on every one of
/// theirs, and ONNX Runtime 1.31 reads through a null where one is left out, which ends the process.
/// </summary>
internal static class VariadicInputs
{
    private static readonly Dictionary<(string Domain, string Name), int> Table = new()
    {
        [("ai.onnx", "Concat")] = 0,
        [("ai.onnx", "Einsum")] = 0,
        [("ai.onnx", "Max")] = 0,
        [("ai.onnx", "Mean")] = 0,
        [("ai.onnx", "Min")] = 0,
        [("ai.onnx", "SequenceConstruct")] = 0,
        [("ai.onnx", "Sum")] = 0,
        [("ai.onnx", "Loop")] = 2, // behind the count and the condition
        [("ai.onnx", "Scan")] = 1, // behind the lengths, which operator set 8 has
        [("ai.onnx", "SequenceMap")] = 1,
        [("ai.onnx.ml", "FeatureVectorizer")] = 0,
        [("com.microsoft", "QLinearConcat")] = 2,
    };

    /// <summary>The place from which on an operator needs every input that it is given.</summary>
    public static int FirstOf(OperatorName name) => Table.GetValueOrDefault((name.Domain, name.Name), int.MaxValue);
}
