using Mce.Fuzz.Bytes;
using Mce.Fuzz.MLNet;
using Mce.Fuzz.Onnx;
using Mce.Fuzz.Torch;

namespace Mce.Fuzz.Cases;

/// <summary>Makes cases from seeds.</summary>
internal static class CaseFactory
{
    /// <summary>The case of a seed, always the same for the same models.</summary>
    public static FuzzCase Create(FuzzFormat format, ulong seed)
    {
        // Neighbouring seeds must not give neighbouring choices.
        var chance = new Chance(new Chance(seed ^ ((ulong)format << 56)).Next());
        if (format == FuzzFormat.Self) return new FuzzCase(format, seed, "", [], []);

        CorpusFile origin = Corpus.Choose(format, chance);
        // A quarter of the cases knows nothing of the format: what a broken disk or transfer leaves.
        if (chance.OneIn(4)) return Damage(format, seed, origin, chance);
        return format switch
        {
            FuzzFormat.Onnx => OnnxCases.Create(seed, origin, chance),
            FuzzFormat.MLNet => MLNetCases.Create(seed, origin, chance),
            _ => TorchCases.Create(seed, origin, chance),
        };
    }

    private static FuzzCase Damage(FuzzFormat format, ulong seed, CorpusFile origin, Chance chance)
    {
        byte[] bytes = origin.Bytes;
        var edits = new List<string>();
        for (int left = chance.Between(1, 3); left > 0; left--)
        {
            bytes = ByteEdits.Apply(bytes, chance, out string edit);
            edits.Add(edit);
        }

        return new FuzzCase(format, seed, origin.Name, edits, bytes);
    }
}
