using System.Globalization;

namespace Mce.Fuzz.Onnx;

/// <summary>The operators of ONNX and of ONNX Runtime.</summary>
internal static class OnnxOperators
{
    // Lines such as "com.microsoft:CDist 2-2 1-1": a domain where it isn't ONNX's own, the name, how many inputs and outputs.
    public static IReadOnlyList<OnnxOperator> All { get; } = Read();

    /// <summary>Writes an operator into a node, and its domain into the model.</summary>
    public static void Set(ProtoMessage model, ProtoMessage node, OnnxOperator chosen)
    {
        string[] parts = chosen.Name.Split(':', 2);
        node.Add(4, parts[^1]);
        if (parts.Length == 1) return;
        node.Add(7, parts[0]);
        if (model.Messages(8).All(s => s.Text(1) != parts[0])) model.AddMessage(8).Add(1, parts[0]).Add(2, parts[0] == "ai.onnx.ml" ? 3UL : 1);
    }

    private static OnnxOperator[] Read()
    {
        using var reader = new StreamReader(typeof(OnnxOperators).Assembly.GetManifestResourceStream("onnx-operators.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static OnnxOperator Parse(string line)
    {
        int[] numbers = [.. line.Split([' ', '-'])[1..].Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return new OnnxOperator(line[..line.IndexOf(' ', StringComparison.Ordinal)], numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}

/// <summary>An operator.</summary>
/// <param name="Name">Its name, with its domain and a colon before it where it isn't ONNX's own.</param>
/// <param name="LeastInputs">The inputs that it needs.</param>
/// <param name="MostInputs">The inputs that it takes, of any number 8.</param>
/// <param name="LeastOutputs">The outputs that must be named.</param>
/// <param name="MostOutputs">The outputs that it has.</param>
internal sealed record OnnxOperator(string Name, int LeastInputs, int MostInputs, int LeastOutputs, int MostOutputs)
{
    public override string ToString() => Name;
}
