namespace Mce.Fuzz.Onnx;

/// <summary>The operators of ONNX and of ONNX Runtime by name, with a domain before a colon where it isn't ONNX's own.</summary>
internal static class OnnxOperators
{
    public static IReadOnlyList<string> Names { get; } = Read();

    /// <summary>Writes an operator into a node, and its domain into the model.</summary>
    public static void Set(ProtoMessage model, ProtoMessage node, string name)
    {
        string[] parts = name.Split(':', 2);
        node.Add(4, parts[^1]);
        if (parts.Length == 1) return;
        node.Add(7, parts[0]);
        if (model.Messages(8).All(s => s.Text(1) != parts[0])) model.AddMessage(8).Add(1, parts[0]).Add(2, parts[0] == "ai.onnx.ml" ? 3UL : 1);
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(OnnxOperators).Assembly.GetManifestResourceStream("onnx-operators.txt")!);
        return reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
