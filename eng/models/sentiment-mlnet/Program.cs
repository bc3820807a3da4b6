// Makes the English sentiment model from samples/data/sentiment-en-train.csv and measures it on
// samples/data/sentiment-en-heldout.csv:
//
//   sentiment-en.zip  text -> label ("positive" or "negative"), probability (of "positive")
//
// usage: dotnet run -- REPOSITORY

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms.Text;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run -- REPOSITORY");
    return 2;
}

string data = Path.Combine(args[0], "samples", "data");
string path = Path.Combine(args[0], "samples", "models", "sentiment-en.zip");

var ml = new MLContext(seed: 1);
IDataView heldOut = Load("sentiment-en-heldout.csv");

// The answer becomes a boolean before the pipeline proper, so that the saved model knows nothing of a label to learn from.
IDataView train = Load("sentiment-en-train.csv");
train = ml.Transforms.Conversion.MapValue("answer", new Dictionary<string, bool> { ["positive"] = true, ["negative"] = false }, "label")
    .Append(ml.Transforms.DropColumns("label"))
    .Fit(train)
    .Transform(train);

// Words and sequences of three characters, both weighted by TF-IDF: the best of a few such choices in a cross-validation
// within the training sentences. The held-out ones chose nothing.
var features = new TextFeaturizingEstimator.Options
{
    KeepPunctuations = true,
    WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 1, Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf },
    CharFeatureExtractor = new WordBagEstimator.Options
    {
        NgramLength = 3,
        UseAllLengths = false,
        Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf,
    },
};

// ML.NET's own words for the outputs are PredictedLabel and Probability. Here they get the names and types that the German
// model has, so that a caller needs to know one interface only. (CopyColumns would copy the mark of a score with the column,
// and Mce gives the columns with that mark alone where there are any.)
ITransformer model = ml.Transforms.Text.FeaturizeText("features", features, "text")
    .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
    {
        LabelColumnName = "answer",
        FeatureColumnName = "features",
        NumberOfThreads = 1, // the same model on every run
    }))
    .Append(ml.Transforms.Conversion.MapValue(
        "label", new Dictionary<bool, string> { [true] = "positive", [false] = "negative" }, "PredictedLabel"))
    .Append(ml.Transforms.Expression("probability", "p => p", "Probability"))
    .Append(ml.Transforms.SelectColumns("text", "label", "probability"))
    .Fit(train);
IDataView unlabelled = ml.Data.LoadFromEnumerable(Array.Empty<Sentence>());
ml.Model.Save(model, unlabelled.Schema, path);

// From here on only what the file says.
IDataView asked = ml.Transforms.DropColumns("label").Fit(heldOut).Transform(heldOut);
IDataView scored = ml.Model.Load(path, out DataViewSchema input).Transform(asked);
Console.WriteLine($"sentiment-en.zip: {Describe(input)} -> {Describe(scored.Schema)}");
bool[] right = [.. scored.GetColumn<string>("label").Zip(heldOut.GetColumn<string>("label"), (predicted, label) => predicted == label)];
Console.WriteLine(FormattableString.Invariant(
    $"sentiment-en.zip: {right.Count(hit => hit)} of {right.Length}, {right.Count(hit => hit) / (double)right.Length:F3}"));
return 0;

IDataView Load(string name) => ml.Data.LoadFromTextFile(
    Path.Combine(data, name),
    [new TextLoader.Column("label", DataKind.String, 0), new TextLoader.Column("text", DataKind.String, 1)],
    separatorChar: ',',
    hasHeader: true,
    allowQuoting: true);

static string Describe(DataViewSchema schema) =>
    string.Join("; ", schema.Where(column => !column.IsHidden).Select(column => $"{column.Name} {column.Type}"));

internal sealed class Sentence
{
    [ColumnName("text")]
    public required string Text { get; init; }
}
