using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Mce.Models.TestModels;

/// <summary>
/// One method for each model. The models are saved with the schema of what a caller supplies, without the label that
/// training needs, and the cases come from the saved file.
/// </summary>
internal sealed class Models(string folder)
{
    private readonly MLContext ml = new(seed: 1);

    /// <summary>Text in, a yes or no out.</summary>
    public void MakeText()
    {
        var pipeline = ml.Transforms.Text.FeaturizeText("Features", nameof(Sentence.Text))
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(
                new SdcaLogisticRegressionBinaryTrainer.Options
                {
                    LabelColumnName = nameof(LabelledSentence.Label),
                    NumberOfThreads = 1,
                }));
        ITransformer model = pipeline.Fit(ml.Data.LoadFromEnumerable(Sentences.Labelled));
        Save("text", model, Sentences.Unlabelled, ["PredictedLabel", "Score", "Probability"]);
    }

    /// <summary>A vector of four numbers in, one number out.</summary>
    public void MakeNumeric()
    {
        var random = new Random(1);
        MeasuredPoint[] points = Enumerable.Range(0, 200).Select(_ => MeasuredPoint.Make(random)).ToArray();
        ITransformer model = ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            LabelColumnName = nameof(MeasuredPoint.Label),
            FeatureColumnName = nameof(Point.Features),
            NumberOfThreads = 1,
        }).Fit(ml.Data.LoadFromEnumerable(points));
        Save("numeric", model, points.Take(7).Select(point => new Point { Features = point.Features }), ["Score"]);
    }

    /// <summary>Columns of six types in, one number out.</summary>
    public void MakeScalars()
    {
        var random = new Random(2);
        PricedOrder[] orders = Enumerable.Range(0, 200).Select(_ => PricedOrder.Make(random)).ToArray();
        string[] numbers = [nameof(Order.Flag), nameof(Order.Count), nameof(Order.Ticks), nameof(Order.Amount)];
        var pipeline = ml.Transforms.Conversion
            .ConvertType(numbers.Select(name => new InputOutputColumnPair(name + "Single", name)).ToArray())
            .Append(ml.Transforms.Categorical.OneHotEncoding("ColourVector", nameof(Order.Colour)))
            .Append(ml.Transforms.Concatenate(
                "Features", [.. numbers.Select(name => name + "Single"), nameof(Order.Ratio), "ColourVector"]))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
            {
                LabelColumnName = nameof(PricedOrder.Label),
                NumberOfThreads = 1,
            }));
        ITransformer model = pipeline.Fit(ml.Data.LoadFromEnumerable(orders));
        Save("scalars", model, orders.Take(7).Select(order => new Order(order)), ["Score"]);
    }

    /// <summary>A vector in, a class out: as a key, whose values are in the column's annotations.</summary>
    public void MakeKey()
    {
        var random = new Random(3);
        LabelledPlace[] places = Enumerable.Range(0, 150).Select(i => LabelledPlace.Make(i, random)).ToArray();
        IDataView labelled = ml.Data.LoadFromEnumerable(places);
        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Key", nameof(LabelledPlace.Label))
            .Fit(labelled).Transform(labelled);
        ITransformer model = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = "Key",
                FeatureColumnName = nameof(Place.Position),
                NumberOfThreads = 1,
            }).Fit(keyed);
        var unlabelled = places.Take(7).Select(place => new Place { Position = place.Position });
        Save("key", model, unlabelled, ["PredictedLabel", "Score"]);
    }

    /// <summary>Text in, a sparse vector of known size out.</summary>
    public void MakeSparse()
    {
        var pipeline = ml.Transforms.Text.ProduceHashedWordBags(
            "Bag", nameof(Sentence.Text), numberOfBits: 10, ngramLength: 2);
        ITransformer model = pipeline.Fit(ml.Data.LoadFromEnumerable(Sentences.Unlabelled));
        Save("sparse", model, Sentences.Unlabelled, ["Bag"]);
    }

    /// <summary>Text in, a vector of texts out, whose size differs from row to row.</summary>
    public void MakeTokens()
    {
        ITransformer model = ml.Transforms.Text.TokenizeIntoWords("Words", nameof(Sentence.Text))
            .Fit(ml.Data.LoadFromEnumerable(Sentences.Unlabelled));
        Save("tokens", model, Sentences.Unlabelled, ["Words"], rowByRow: true);
    }

    /// <summary>One column of every scalar type in, and its copy out.</summary>
    public void MakeTypes()
    {
        string[] names = typeof(EveryType).GetProperties().Select(property => property.Name).ToArray();
        var pipeline = names.Aggregate(
            new EstimatorChain<ITransformer>(),
            (chain, name) => chain.Append<ITransformer>(ml.Transforms.CopyColumns(name + "Copy", name)));
        ITransformer model = pipeline.Fit(ml.Data.LoadFromEnumerable(EveryType.Examples));
        Save("types", model, EveryType.Examples, names.Select(name => name + "Copy").ToArray());
    }

    /// <summary>An ONNX model inside an ML.NET model: four numbers in, its three out, and those scaled by a transform of ML.NET.</summary>
    public void MakeOnnxInside(string onnxFile)
    {
        OnnxInput[] rows = Enumerable.Range(0, 7).Select(i => new OnnxInput { X = [i, -i, 0.5f * i, 1] }).ToArray();
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        var pipeline = ml.Transforms.ApplyOnnxModel("y", "x", onnxFile).Append(ml.Transforms.NormalizeMinMax("scaled", "y"));
        Save("onnx-inside", pipeline.Fit(data), rows, ["y", "scaled"]);
    }

    private void Save<T>(string name, ITransformer model, IEnumerable<T> rows, string[] outputs, bool rowByRow = false)
        where T : class
    {
        T[] examples = rows.ToArray();
        string path = Path.Combine(folder, name + ".zip");
        ml.Model.Save(model, ml.Data.LoadFromEnumerable(examples).Schema, path);

        ITransformer loaded = ml.Model.Load(path, out DataViewSchema inputs);
        T[][] batches = rowByRow
            ? examples.Select(example => new[] { example }).ToArray()
            : [examples[..1], examples[1..3], examples];
        CaseFile.Write(
            Path.Combine(folder, name + ".cases.json"),
            inputs.Select(column => column.Name).ToArray(),
            outputs,
            batches.Select(batch => loaded.Transform(ml.Data.LoadFromEnumerable(batch))));
    }
}
