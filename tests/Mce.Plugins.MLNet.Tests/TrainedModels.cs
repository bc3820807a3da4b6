using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Toy models, trained once for all tests and saved as a user would save them.</summary>
public sealed class TrainedModels : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);

    public TrainedModels()
    {
        Folder = Directory.CreateTempSubdirectory("mce-mlnet-").FullName;
        Text = Save("text", ReviewData(), data => _ml.Transforms.Text.FeaturizeText("Features", "Text")
            .Append(_ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 10 })).Fit(data));
        Numeric = Save("numeric", _ml.Data.LoadFromEnumerable(Points()), data => _ml.Transforms.NormalizeMinMax("Features", "X")
            .Append(_ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 10 })).Fit(data));
        Key = Save("key", _ml.Data.LoadFromEnumerable(Places()), data => Classifier("Region").Fit(data));
        NumberKey = Save("number-key", _ml.Data.LoadFromEnumerable(Places()), data => Classifier("Number").Fit(data));
        MappedKey = Save("mapped-key", _ml.Data.LoadFromEnumerable(Places()), data => Classifier("Region").Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data));
        Types = Save("types", _ml.Data.LoadFromEnumerable(EveryType.Rows), data => Copies().Fit(data));
        Scale = Save("scale", _ml.Data.LoadFromEnumerable(Points()), data => _ml.Transforms.NormalizeMinMax("X")
            .Append(_ml.Transforms.SelectColumns("X")).Fit(data));
        Bag = Save("bag", ReviewData(), data => _ml.Transforms.Text.ProduceHashedWordBags("Bag", "Text", numberOfBits: 8).Fit(data));
        Tokens = Save("tokens", ReviewData(), data => _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Fit(data));
        Lookup = Save("lookup", ReviewData(), data => _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data));
        WordKeys = Save("word-keys", ReviewData(), data => _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words")).Fit(data));
    }

    public string Folder { get; }

    public string Text { get; }

    public string Numeric { get; }

    public string Key { get; }

    public string NumberKey { get; }

    public string MappedKey { get; }

    public string Types { get; }

    public string Scale { get; }

    public string Bag { get; }

    public string Tokens { get; }

    public string Lookup { get; }

    public string WordKeys { get; }

    public static Point[] Points()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 200).Select(_ =>
        {
            float[] x = [random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle()];
            return new Point { X = x, Label = (2 * x[0]) + x[1] - x[2] };
        })];
    }

    public static Place[] Places()
    {
        (string Name, int Number, float X, float Y)[] centres = [("north, far", 10, 0, 3), ("east", -20, 3, 0), ("west", 30, -3, 0)];
        var random = new Random(2);
        return [.. Enumerable.Range(0, 150).Select(i => centres[i % 3]).Select(c => new Place
        {
            Region = c.Name,
            Number = c.Number,
            Position = [c.X + random.NextSingle(), c.Y + random.NextSingle()],
        })];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private IDataView ReviewData()
    {
        string[] good = ["great", "love", "excellent", "wonderful"], bad = ["bad", "sad", "awful", "terrible"], rest = ["the", "movie", "was", "plot", "actor", "scene"];
        var random = new Random(3);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Review
        {
            Label = i % 2 == 0,
            Text = string.Join(' ', Enumerable.Range(0, 10).Select(_ => random.Next(4) == 0 ? (i % 2 == 0 ? good : bad)[random.Next(4)] : rest[random.Next(6)])),
        }).ToArray());
    }

    private EstimatorChain<MulticlassPredictionTransformer<MaximumEntropyModelParameters>> Classifier(string label) => _ml.Transforms.Conversion.MapValueToKey("Label", label)
        .Append(_ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            FeatureColumnName = "Position",
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 10,
        }));

    private EstimatorChain<ITransformer> Copies() => typeof(EveryType).GetProperties().Aggregate(
        new EstimatorChain<ITransformer>(),
        (chain, property) => chain.Append<ITransformer>(_ml.Transforms.CopyColumns(property.Name + "Copy", property.Name)));

    private string Save(string name, IDataView data, Func<IDataView, ITransformer> train)
    {
        string path = Path.Combine(Folder, name + ".zip");
        _ml.Model.Save(train(data), data.Schema, path);
        return path;
    }
}
