using System.Globalization;
using System.Text;
using Mce.Cli.Terminal;

namespace Mce.Cli.Running;

/// <summary>What a run says as text.</summary>
internal static class RunText
{
    public static string Format(RunReport run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Printable.Of(run.Model)}\n  {run.Framework} {run.FrameworkVersion}, loaded in {run.LoadMilliseconds:0.#} ms, ran in {run.RunMilliseconds:0.###} ms\n\nOutputs ({run.Outputs.Count})\n");
        text.Append(TextTable.Format([.. run.Outputs.Select((o, slot) => new[] { $"{slot}", o.Name, o.ElementType, $"[{string.Join(", ", o.Shape)}]", Facts(o), Values(o) })]));
        if (run.Outputs.Any(o => o.File is not null)) text.Append("\nWritten\n").Append(TextTable.Format([.. run.Outputs.Where(o => o.File is not null).Select(o => new[] { o.Name, o.File! })]));
        return text.ToString();
    }

    /// <summary>What a model takes, for somebody who gave it nothing.</summary>
    public static string Teach(string model, ModelSignature signature)
    {
        string table = TextTable.Format([.. signature.Inputs.Select((s, slot) => new[] { $"{slot}", s.Name, Words.Of(s.ElementType), Words.ShapeOf(s), s.IsOptional ? "optional" : "" })]);
        return $"""
            mce: the model needs inputs, and none is given. It takes:
            {table.TrimEnd('\n')}
            For example:
              {RunExample.For(model, signature)}
            A file is .npy (numpy.save), .json (nested lists), or else raw little-endian numbers in the model's type; a raw file whose
            shape the model leaves open in more than one dimension gets it after a colon: NAME=FILE.bin:1x3x224x224.
            """ + "\n";
    }

    private static string Facts(OutputInfo output)
    {
        string notNumbers = output.NotNumbers == 0 ? "" : $"{output.NotNumbers} NaN";
        if (output.Minimum is null) return notNumbers;
        string facts = string.Create(CultureInfo.InvariantCulture, $"min {output.Minimum:G6}, max {output.Maximum:G6}, mean {output.Mean:G6}");
        return notNumbers.Length == 0 ? facts : $"{facts}, {notNumbers}";
    }

    private static string Values(OutputInfo output)
    {
        long count = output.Shape.Aggregate(1L, (a, b) => a * b);
        return $"{string.Join(", ", output.FirstValues)}{(count > output.FirstValues.Count ? ", …" : "")}";
    }
}
