// Makes the ML.NET models of the digits sample from samples/data/digits-train.csv and measures them on
// samples/data/digits-heldout.csv:
//
//   digits.zip        pixels -> PredictedLabel (0..9), Score (the probability of each digit)
//   digits-scale.zip  pixels -> scaled (0..1), the first stage of the serial pipeline
//
// usage: dotnet run -- REPOSITORY [SCALED]
// SCALED: where to write the held-out pixels as digits-scale.zip scales them, for `digits.py check`.

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run -- REPOSITORY [SCALED]");
    return 2;
}

string data = Path.Combine(args[0], "samples", "data");
string models = Path.Combine(args[0], "samples", "models");
Directory.CreateDirectory(models);

var ml = new MLContext(seed: 1);
LabelledDigit[] train = ReadCsv(Path.Combine(data, "digits-train.csv"));
LabelledDigit[] heldOut = ReadCsv(Path.Combine(data, "digits-heldout.csv"));

// What a caller of the saved models has to supply: pixels, and no label.
IDataView unlabelled = ml.Data.LoadFromEnumerable(heldOut.Select(digit => new Digit { Pixels = digit.Pixels }));

// A pixel is 0 (no ink) to 16 (all ink) by the data's definition, so the scaler is fitted on that range rather than on
// the values that happened to occur at each place: every pixel is divided by 16.
var scale = ml.Transforms.NormalizeMinMax("scaled", "pixels").Fit(ml.Data.LoadFromEnumerable<Digit>(
[
    new() { Pixels = Enumerable.Repeat(0f, Digit.Size).ToArray() },
    new() { Pixels = Enumerable.Repeat(16f, Digit.Size).ToArray() },
]));
string scalePath = Path.Combine(models, "digits-scale.zip");
ml.Model.Save(scale, unlabelled.Schema, scalePath);

// The label becomes a key before the pipeline proper, so that the saved model knows nothing of a label column. ByValue
// puts the digits, and with them the slots of Score, in the order 0..9.
IDataView keyed = ml.Transforms.Conversion
    .MapValueToKey("key", "label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
    .Fit(ml.Data.LoadFromEnumerable(train))
    .Transform(ml.Data.LoadFromEnumerable(train));

ITransformer classifier = ml.Transforms.NormalizeMinMax("scaled", "pixels")
    .Append(ml.Transforms.ApproximatedKernelMap(
        "kernel", "scaled", rank: 256, useCosAndSinBases: true, generator: new GaussianKernel(gamma: 0.3f), seed: 1))
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
    {
        LabelColumnName = "key",
        FeatureColumnName = "kernel",
        L1Regularization = 0,
        L2Regularization = 0.1f,
        NumberOfThreads = 1, // the same model on every run
    }))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
    .Fit(ml.Data.Cache(keyed));
string classifierPath = Path.Combine(models, "digits.zip");
ml.Model.Save(classifier, unlabelled.Schema, classifierPath);

// From here on only what the files say.
IDataView scored = ml.Model.Load(classifierPath, out DataViewSchema input).Transform(unlabelled);
Console.WriteLine($"digits.zip: {Describe(input)} -> {Describe(scored.Schema)}");
int right = scored.GetColumn<int>("PredictedLabel").Zip(heldOut, (predicted, digit) => predicted == digit.Label)
    .Count(hit => hit);
int rightByScore = scored.GetColumn<float[]>("Score")
    .Zip(heldOut, (score, digit) => score.AsSpan().IndexOf(score.Max()) == digit.Label).Count(hit => hit);
if (right != rightByScore)
{
    throw new InvalidOperationException("The slots of Score are not the digits 0..9 in order.");
}

Console.WriteLine(FormattableString.Invariant($"digits.zip: {right / (double)heldOut.Length:F3}"));

IDataView scaledView = ml.Model.Load(scalePath, out input).Transform(unlabelled);
Console.WriteLine($"digits-scale.zip: {Describe(input)} -> {Describe(scaledView.Schema)}");
if (args.Length == 2)
{
    File.WriteAllLines(args[1], scaledView.GetColumn<float[]>("scaled").Select(row =>
        string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
}

return 0;

static LabelledDigit[] ReadCsv(string path) =>
    File.ReadLines(path).Skip(1).Select(line =>
    {
        int[] values = line.Split(',').Select(value => int.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return new LabelledDigit { Label = values[0], Pixels = values.Skip(1).Select(value => (float)value).ToArray() };
    }).ToArray();

static string Describe(DataViewSchema schema) =>
    string.Join("; ", schema.Where(column => !column.IsHidden).Select(column => $"{column.Name} {column.Type}"));

internal class Digit
{
    public const int Size = 64;

    [ColumnName("pixels"), VectorType(Size)]
    public required float[] Pixels { get; init; }
}

internal sealed class LabelledDigit : Digit
{
    [ColumnName("label")]
    public required int Label { get; init; }
}
