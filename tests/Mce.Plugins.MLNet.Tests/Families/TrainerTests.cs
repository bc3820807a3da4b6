using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Mce.Plugins.MLNet.Tests.Families;

/// <summary>Every family of trainers that ML.NET's packages bring: a model of each is served as ML.NET serves it.</summary>
public sealed class TrainerTests : FamilyTestBase
{
    private const string Yes = nameof(Sample.Flag), Number = nameof(Sample.Number), Class = "Class", Constant = "binary: prior";

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> Trainers = new()
    {
        ["binary: SDCA logistic"] = ml => ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { LabelColumnName = Yes, NumberOfThreads = 1, MaximumNumberOfIterations = 5 }),
        ["binary: SDCA"] = ml => ml.BinaryClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedBinaryTrainer.Options { LabelColumnName = Yes, NumberOfThreads = 1, MaximumNumberOfIterations = 5 }),
        ["binary: averaged perceptron"] = ml => ml.BinaryClassification.Trainers.AveragedPerceptron(Yes),
        ["binary: L-BFGS logistic"] = ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(Yes),
        ["binary: linear SVM"] = ml => ml.BinaryClassification.Trainers.LinearSvm(Yes),
        ["binary: local deep SVM"] = ml => ml.BinaryClassification.Trainers.LdSvm(new LdSvmTrainer.Options { LabelColumnName = Yes, NumberOfIterations = 200 }),
        ["binary: SGD"] = ml => ml.BinaryClassification.Trainers.SgdCalibrated(new SgdCalibratedTrainer.Options { LabelColumnName = Yes, NumberOfThreads = 1, NumberOfIterations = 3 }),
        ["binary: SGD, not calibrated"] = ml => ml.BinaryClassification.Trainers.SgdNonCalibrated(new SgdNonCalibratedTrainer.Options { LabelColumnName = Yes, NumberOfThreads = 1, NumberOfIterations = 3 }),
        [Constant] = ml => ml.BinaryClassification.Trainers.Prior(Yes),
        ["binary: field-aware factorization machine"] = ml => ml.BinaryClassification.Trainers.FieldAwareFactorizationMachine([nameof(Sample.Features)], Yes),
        ["binary: GAM"] = ml => ml.BinaryClassification.Trainers.Gam(Yes, numberOfIterations: 20),
        ["binary: FastTree"] = ml => ml.BinaryClassification.Trainers.FastTree(Yes, numberOfTrees: 10),
        ["binary: FastForest"] = ml => ml.BinaryClassification.Trainers.FastForest(Yes, numberOfTrees: 10),
        ["binary: LightGBM"] = ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { LabelColumnName = Yes, NumberOfIterations = 10, NumberOfThreads = 1 }),
        ["calibrator: Platt"] = ml => ml.BinaryClassification.Trainers.LinearSvm(Yes).Append(ml.BinaryClassification.Calibrators.Platt(Yes)),
        ["calibrator: isotonic"] = ml => ml.BinaryClassification.Trainers.LinearSvm(Yes).Append(ml.BinaryClassification.Calibrators.Isotonic(Yes)),
        ["calibrator: naive"] = ml => ml.BinaryClassification.Trainers.LinearSvm(Yes).Append(ml.BinaryClassification.Calibrators.Naive(Yes)),
        ["multiclass: SDCA maximum entropy"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { LabelColumnName = Class, NumberOfThreads = 1, MaximumNumberOfIterations = 5 })),
        ["multiclass: SDCA"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedMulticlassTrainer.Options { LabelColumnName = Class, NumberOfThreads = 1, MaximumNumberOfIterations = 5 })),
        ["multiclass: L-BFGS maximum entropy"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(Class)),
        ["multiclass: naive Bayes"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.NaiveBayes(Class)),
        ["multiclass: one versus all"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron(Class), Class)),
        ["multiclass: pairwise"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.PairwiseCoupling(ml.BinaryClassification.Trainers.AveragedPerceptron(Class), Class)),
        ["multiclass: LightGBM"] = ml => Keyed(ml, ml.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options { LabelColumnName = Class, NumberOfIterations = 10, NumberOfThreads = 1 })),
        ["regression: SDCA"] = ml => ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LabelColumnName = Number, NumberOfThreads = 1, MaximumNumberOfIterations = 5 }),
        ["regression: online gradient descent"] = ml => ml.Regression.Trainers.OnlineGradientDescent(Number),
        ["regression: Poisson"] = ml => ml.Regression.Trainers.LbfgsPoissonRegression(Number),
        ["regression: GAM"] = ml => ml.Regression.Trainers.Gam(Number, numberOfIterations: 20),
        ["regression: FastTree"] = ml => ml.Regression.Trainers.FastTree(Number, numberOfTrees: 10),
        ["regression: FastTree, Tweedie"] = ml => ml.Regression.Trainers.FastTreeTweedie(Number, numberOfTrees: 10),
        ["regression: FastForest"] = ml => ml.Regression.Trainers.FastForest(Number, numberOfTrees: 10),
        ["regression: LightGBM"] = ml => ml.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options { LabelColumnName = Number, NumberOfIterations = 10, NumberOfThreads = 1 }),
        ["ranking: FastTree"] = ml => Ranked(ml, ml.Ranking.Trainers.FastTree("Rank", rowGroupColumnName: nameof(Sample.Group), numberOfTrees: 10)),
        ["ranking: LightGBM"] = ml => Ranked(ml, ml.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options { LabelColumnName = "Rank", RowGroupColumnName = nameof(Sample.Group), NumberOfIterations = 10, NumberOfThreads = 1 })),
        ["clustering: k-means"] = ml => ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = 3, NumberOfThreads = 1 }),
        ["anomalies: PCA"] = ml => ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2),
        ["trees as features"] = ml => ml.Transforms.FeaturizeByFastTreeRegression(new FastTreeRegressionFeaturizationEstimator.Options
        {
            InputColumnName = nameof(Sample.Features),
            TreesColumnName = "Trees",
            LeavesColumnName = "Leaves",
            PathsColumnName = "Paths",
            TrainerOptions = new FastTreeRegressionTrainer.Options { LabelColumnName = Number, FeatureColumnName = nameof(Sample.Features), NumberOfTrees = 3, NumberOfLeaves = 4 },
        }),
    };

    public static TheoryData<string> Names => [.. Trainers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Execute_TrainedModel_EqualsTransform(string trainer)
    {
        if (trainer == Constant)
        {
            // It reads no column: there is nothing to count rows by.
            AssertEqualsTransform(Trainers[trainer], Sample.Make(1));
            return;
        }

        Sample[] rows = Sample.Make(23);
        // Missing and endless numbers among the features.
        rows[3].Features = [float.NaN, 1, 2, 3];
        rows[4].Features = [float.PositiveInfinity, 0, -0f, float.NegativeInfinity];
        AssertEqualsTransform(Trainers[trainer], rows);
    }

    [Fact]
    public void Execute_FeatureContributions_EqualTransform() => AssertEqualsTransform(
        ml => new ContributionEstimator(ml),
        Sample.Make(5),
        ("Outputs", "Score,FeatureContributions"));

    private static EstimatorChain<ITransformer> Keyed(MLContext ml, IEstimator<ITransformer> trainer) =>
        ml.Transforms.Conversion.MapValueToKey(Class, nameof(Sample.Region)).Append(trainer);

    private static EstimatorChain<ITransformer> Ranked(MLContext ml, IEstimator<ITransformer> trainer) =>
        ml.Transforms.CopyColumns("Rank", nameof(Sample.Relevance)).Append(ml.Transforms.Conversion.ConvertType("Rank", outputKind: DataKind.Single)).Append(trainer);

    /// <summary>A linear model and what each of its features adds: the second is made from the first.</summary>
    private sealed class ContributionEstimator(MLContext ml) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            var linear = ml.Regression.Trainers.OnlineGradientDescent(Number).Fit(input);
            IDataView scored = linear.Transform(input);
            var contributions = ml.Transforms.CalculateFeatureContribution(linear, normalize: false).Fit(scored);
            return new TransformerChain<ITransformer>(linear, contributions);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => throw new NotSupportedException();
    }
}
