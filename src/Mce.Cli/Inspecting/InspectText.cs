using System.Text;
using Mce.Cli.Running;
using Mce.Cli.Terminal;

namespace Mce.Cli.Inspecting;

/// <summary>The report as text.</summary>
internal static class InspectText
{
    public static string Format(ModelInspection model)
    {
        var text = new StringBuilder();
        text.Append(Printable.Of(model.Path)).Append('\n').Append(TextTable.Format(Facts(model)));
        if (model.Signature is { } signature)
        {
            Section(text, $"Inputs ({signature.Inputs.Length})", Slots(signature.Inputs));
            Section(text, $"Outputs ({signature.Outputs.Length})", Slots(signature.Outputs));
            Section(text, "Dynamic dimensions", DynamicDimensions(signature));
        }

        if (model.Operators.Count > 0)
            Section(text, $"Operators ({model.Operators.Sum(o => (long)o.Count)} of {Words.Count(model.Operators.Count, "kind")})", Operators(model.Operators));
        if (model.Files.Count > 1 || model.Files.Any(f => f.Bytes < 0))
            Section(text, "Files", [.. model.Files.Select(f => new[] { f.Bytes < 0 ? "missing" : Size.Of(f.Bytes), f.Path })]);
        Section(text, "Problems", [.. model.Problems.Select(p => new[] { p.Code, ErrorEdge.OneLine(p.Message) })]);
        text.Append('\n').Append(model.CanBeServed && model.Signature is { } known ? $"It can be served. To run it:\n  {RunExample.For(model.Path, known)}\n" : "It can't be served.\n");
        return text.ToString();
    }

    private static List<string[]> Facts(ModelInspection model)
    {
        List<string[]> facts =
        [
            ["content", ModelFile.Describe(model.Kind)],
            ["framework", model.Framework is null ? "none that is known here" : $"{model.Framework} {model.FrameworkVersion ?? "(no plugin)"}"],
        ];
        if (model.Metadata is { } metadata)
        {
            facts.Add(["format", metadata.Producer is null ? metadata.Format : $"{metadata.Format}, made by {metadata.Producer}"]);
            if (!string.IsNullOrWhiteSpace(metadata.Description)) facts.Add(["description", ErrorEdge.OneLine(metadata.Description)]);
            facts.AddRange(metadata.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new[] { p.Key, ErrorEdge.OneLine(p.Value) }));
        }

        facts.Add(["size", $"{Size.Of(model.Files.Sum(f => Math.Max(f.Bytes, 0)))} in {Words.Count(model.Files.Count, "file")}{(model.Footprint is { } loaded ? $"; about {Size.Of(loaded.HostBytes)} of memory when loaded" : "")}"]);
        if (model.Capabilities is { } abilities && abilities != ModelCapabilities.None) facts.Add(["abilities", abilities.ToString()]);
        return facts;
    }

    private static string[][] Slots(IReadOnlyList<TensorSpec> specs) =>
        [.. specs.Select((s, slot) => new[] { $"{slot}", s.Name, Words.Of(s.ElementType), Words.ShapeOf(s), s.IsOptional ? "optional" : "" })];

    private static string[][] DynamicDimensions(ModelSignature signature) =>
    [
        .. signature.Inputs.Select(s => (Side: "input", Spec: s)).Concat(signature.Outputs.Select(s => (Side: "output", Spec: s)))
            .Where(s => s.Spec.HasRank)
            .SelectMany(s => s.Spec.Dimensions.Select((d, i) => (Dimension: d, Where: $"{s.Side} {s.Spec.Name} dimension {i}")))
            .Where(d => d.Dimension.IsDynamic)
            .GroupBy(d => d.Dimension.Symbol is null ? d.Where : d.Dimension.ToString())
            .Select(g => new[] { g.First().Dimension.ToString(), string.Join(", ", g.Select(d => d.Where)) }),
    ];

    private static string[][] Operators(IReadOnlyList<ModelOperator> operators) =>
        [.. operators.OrderByDescending(o => o.Count).ThenBy(o => o.Name, StringComparer.Ordinal).Select(o => new[] { $"{o.Count}", o.Domain, o.Name, o.Problem ?? "" })];

    private static void Section(StringBuilder text, string title, string[][] rows)
    {
        if (rows.Length > 0) text.Append('\n').Append(title).Append('\n').Append(TextTable.Format(rows));
    }
}
