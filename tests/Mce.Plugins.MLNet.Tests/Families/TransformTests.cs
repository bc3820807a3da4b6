using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Text;

namespace Mce.Plugins.MLNet.Tests.Families;

/// <summary>ML.NET's transforms: text, categories and keys, missing values, normalizers, and the rest.</summary>
public sealed class TransformTests : FamilyTestBase
{
    private const string Text = nameof(Sample.Text), Region = nameof(Sample.Region), Features = nameof(Sample.Features), Gaps = nameof(Sample.Gaps);

    private const string InPlace = "missing: in place";

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> Transforms = new()
    {
        ["text: featurize"] = ml => ml.Transforms.Text.FeaturizeText("Out", new TextFeaturizingEstimator.Options
        {
            StopWordsRemoverOptions = new StopWordsRemovingEstimator.Options { Language = TextFeaturizingEstimator.Language.English },
            WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 3, UseAllLengths = true, Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf },
            CharFeatureExtractor = new WordBagEstimator.Options { NgramLength = 4, SkipLength = 1 },
            KeepDiacritics = false, KeepNumbers = false, KeepPunctuations = false, CaseMode = TextNormalizingEstimator.CaseMode.Upper,
            Norm = TextFeaturizingEstimator.NormFunction.L1,
        }, Text, Region),
        ["text: normalize"] = ml => ml.Transforms.Text.NormalizeText("Out", Text, TextNormalizingEstimator.CaseMode.Lower, keepDiacritics: false, keepPunctuations: false, keepNumbers: false),
        ["text: characters as keys"] = ml => ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Keys", Region).Append(ml.Transforms.Conversion.MapKeyToVector("Out", "Keys", outputCountVector: true)),
        ["text: bags of words"] = ml => ml.Transforms.Text.ProduceWordBags("Out", Text, ngramLength: 2),
        ["text: hashed bags of words"] = ml => ml.Transforms.Text.ProduceHashedWordBags("Out", Text, numberOfBits: 6, ngramLength: 2),
        ["text: n-grams"] = ml => Words(ml).Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words")).Append(ml.Transforms.Text.ProduceNgrams("Out", "Keys", ngramLength: 2, weighting: NgramExtractingEstimator.WeightingCriteria.Idf)),
        ["text: hashed n-grams"] = ml => Words(ml).Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words")).Append(ml.Transforms.Text.ProduceHashedNgrams("Out", "Keys", numberOfBits: 6)),
        ["text: default stop words"] = ml => Words(ml).Append(ml.Transforms.Text.RemoveDefaultStopWords("Kept", "Words")).Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Kept")).Append(ml.Transforms.Conversion.MapKeyToVector("Out", "Keys", outputCountVector: true)),
        ["text: own stop words"] = ml => Words(ml).Append(ml.Transforms.Text.RemoveStopWords("Kept", "Words", "movie", "plot")).Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Kept")).Append(ml.Transforms.Conversion.MapKeyToVector("Out", "Keys", outputCountVector: true)),
        ["text: embeddings of one's own"] = ml => Words(ml).Append(ml.Transforms.Text.ApplyWordEmbedding("Out", Embeddings(), "Words")),
        ["text: topics"] = ml => ml.Transforms.Text.ProduceWordBags("Bag", Text).Append(ml.Transforms.Text.LatentDirichletAllocation("Out", "Bag", numberOfTopics: 3, maximumNumberOfIterations: 10, resetRandomGenerator: true)),
        ["categories: indicators"] = ml => ml.Transforms.Categorical.OneHotEncoding("Out", Region),
        ["categories: bag"] = ml => Words(ml).Append(ml.Transforms.Categorical.OneHotEncoding("Out", "Words", OneHotEncodingEstimator.OutputKind.Bag)),
        ["categories: binary"] = ml => ml.Transforms.Categorical.OneHotEncoding("Out", Region, OneHotEncodingEstimator.OutputKind.Binary),
        ["categories: key"] = ml => ml.Transforms.Categorical.OneHotEncoding("Out", Region, OneHotEncodingEstimator.OutputKind.Key),
        ["categories: hashed"] = ml => ml.Transforms.Categorical.OneHotHashEncoding("Out", Region, numberOfBits: 5),
        ["keys: hash"] = ml => ml.Transforms.Conversion.Hash("Out", Region, numberOfBits: 8),
        ["keys: hash that tells the values"] = ml => ml.Transforms.Conversion.Hash("Out", Region, numberOfBits: 8, maximumNumberOfInverts: -1),
        ["keys: to values"] = ml => ml.Transforms.Conversion.MapValueToKey("Key", Region).Append(ml.Transforms.Conversion.MapKeyToValue("Out", "Key")),
        ["keys: to a vector"] = ml => ml.Transforms.Conversion.MapKeyToVector("Out", nameof(Sample.Group)),
        ["keys: to a binary vector"] = ml => ml.Transforms.Conversion.MapValueToKey("Key", Region).Append(ml.Transforms.Conversion.MapKeyToBinaryVector("Out", "Key")),
        ["keys: values by a table"] = ml => ml.Transforms.Conversion.MapValue("Out", [KeyValuePair.Create("north", 1.5f), KeyValuePair.Create("east", 2.5f)], Region),
        ["types: convert"] = ml => ml.Transforms.Conversion.ConvertType("Out", nameof(Sample.Count), DataKind.Double),
        ["missing: indicate"] = ml => ml.Transforms.IndicateMissingValues("Out", Gaps),
        ["missing: replace by the mean"] = ml => ml.Transforms.ReplaceMissingValues("Out", Gaps, MissingValueReplacingEstimator.ReplacementMode.Mean),
        ["missing: replace by the mode"] = ml => ml.Transforms.ReplaceMissingValues("Out", Gaps, MissingValueReplacingEstimator.ReplacementMode.Mode),
        [InPlace] = ml => ml.Transforms.ReplaceMissingValues(Gaps, replacementMode: MissingValueReplacingEstimator.ReplacementMode.Maximum),
        ["missing: left as they are"] = ml => ml.Transforms.NormalizeMeanVariance("Out", Gaps),
        ["normalize: least and greatest"] = ml => ml.Transforms.NormalizeMinMax("Out", Features),
        ["normalize: logarithm"] = ml => ml.Transforms.NormalizeLogMeanVariance("Out", Features, useCdf: true),
        ["normalize: bins"] = ml => ml.Transforms.NormalizeBinning("Out", Features, maximumBinCount: 8),
        ["normalize: supervised bins"] = ml => ml.Transforms.NormalizeSupervisedBinning("Out", Features, labelColumnName: nameof(Sample.Flag)),
        ["normalize: robust"] = ml => ml.Transforms.NormalizeRobustScaling("Out", Features),
        ["normalize: norm"] = ml => ml.Transforms.NormalizeLpNorm("Out", Features),
        ["normalize: contrast"] = ml => ml.Transforms.NormalizeGlobalContrast("Out", Features),
        ["project: PCA"] = ml => ml.Transforms.ProjectToPrincipalComponents("Out", Features, rank: 2, seed: 1),
        ["project: kernel"] = ml => ml.Transforms.ApproximatedKernelMap("Out", Features, rank: 3),
        ["select: by count"] = ml => ml.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("Out", Features, count: 130),
        ["select: by mutual information"] = ml => ml.Transforms.FeatureSelection.SelectFeaturesBasedOnMutualInformation("Out", Features, labelColumnName: nameof(Sample.Flag), slotsInOutput: 2),
        ["columns: expression"] = ml => ml.Transforms.Expression("Out", "(x, c) => x * 2 + float(c)", Features, nameof(Sample.Count)),
        ["columns: concatenate and keep"] = ml => ml.Transforms.Concatenate("Out", Features, Gaps, nameof(Sample.Number)).Append(ml.Transforms.SelectColumns("Out")),
        ["columns: drop"] = ml => ml.Transforms.CopyColumns("Out", nameof(Sample.Day)).Append(ml.Transforms.DropColumns(nameof(Sample.Day))),
    };

    public static TheoryData<string> Names => [.. Transforms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Execute_Transform_EqualsTransform(string transform)
    {
        Sample[] rows = Sample.Make(23);
        rows[1].Text = "";
        rows[2].Region = "never seen";
        rows[5].Group = 0;
        AssertEqualsTransform(Transforms[transform], rows, ("Outputs", transform == InPlace ? Gaps : "Out"));
    }

    [Fact]
    public void Execute_WordsOfEqualRows_EqualTransform() =>
        AssertEqualsTransform(Words, [new Sample { Text = "a b" }, new Sample { Text = "c d" }], ("Outputs", "Words"));

    private static WordTokenizingEstimator Words(MLContext ml) => ml.Transforms.Text.TokenizeIntoWords("Words", Text);

    private static string Embeddings()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mce-mlnet-embeddings-{Environment.ProcessId}.txt");
        File.WriteAllLines(path, ["movie 0.5 -1", "plot 2 3", "really -0.25 0.125"]);
        return path;
    }
}
