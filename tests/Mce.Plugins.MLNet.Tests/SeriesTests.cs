using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.TimeSeries;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Models that remember the rows they saw: a custom mapping with a state, and a stand-in for ML.NET's time series.</summary>
public sealed class SeriesTests(TrainedModels models) : ModelTestBase(models)
{
    [Theory]
    [InlineData("mapping")]
    [InlineData("series")]
    [InlineData("series in a chain")]
    public void Execute_StatefulModel_EachInstanceRemembersItsOwnRows(string kind)
    {
        using MLNetModel model = Create(kind, StateLife.Instance);
        using IModelInstance first = model.CreateInstance(), second = model.CreateInstance();

        Assert.Equal("(Value: float32[batch]) → (Sum: float32[batch])", model.Signature.ToString());
        Assert.Equal([1f, 3f, 6f], Sums(model, first, 1, 2, 3));
        Assert.Equal([10f], Sums(model, second, 10));
        Assert.Equal([10f, 15f], Sums(model, first, 4, 5));
        Assert.Equal([11f, 12f], Sums(model, second, 1, 1));
    }

    [Theory]
    [InlineData("mapping")]
    [InlineData("series")]
    [InlineData("series in a chain")]
    public void Execute_StateOfACall_StartsEachCallAnewAsTransformDoes(string kind)
    {
        using MLNetModel model = Create(kind, StateLife.Call);
        using IModelInstance instance = model.CreateInstance();
        for (int i = 0; i < 3; i++) Assert.Equal([1f, 3f, 6f], Sums(model, instance, 1, 2, 3));
        Assert.Equal([5f], Sums(model, instance, 5));
    }

    [Fact]
    public void Execute_SeriesThatNoOutputReads_SeesTheRows()
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable<SeriesPoint>([]);
        var transformer = new RunningSum(ml, 0);
        var chain = new TransformerChain<ITransformer>(transformer, ml.Transforms.CopyColumns("Copy", "Value").Fit(data));
        using var model = new MLNetModel(chain, data.Schema, new ModelOptions { Outputs = ["Copy", "Sum"] }, default, null);
        using var copies = new MLNetModel(chain, data.Schema, new ModelOptions { Outputs = ["Copy"] }, default, null);
        using IModelInstance instance = copies.CreateInstance();
        Assert.Equal(["Value"], copies.Signature.Inputs.Select(i => i.Name));
        Assert.Equal([2f, 3f], Sums(copies, instance, 2, 3));
        using IModelInstance both = model.CreateInstance();
        Assert.Equal([2f, 3f], Sums(model, both, 2, 3));
    }

    [Fact]
    public void Capabilities_StatefulModel_SaysSoUnlessItsStateIsACalls()
    {
        foreach (string kind in (string[])["mapping", "series"])
        {
            using MLNetModel kept = Create(kind, StateLife.Instance), called = Create(kind, StateLife.Call);
            Assert.Equal(ModelCapabilities.CancelsWhileRunning | ModelCapabilities.Stateful, kept.Capabilities);
            Assert.Equal(ModelCapabilities.CancelsWhileRunning, called.Capabilities);
        }

        using IModel model = Load(Models.Numeric);
        Assert.Equal(ModelCapabilities.CancelsWhileRunning, model.Capabilities);
    }

    [Fact]
    public void Load_SavedStatefulMapping_RemembersInItsInstance()
    {
        string path = Path.Combine(Models.Folder, "stateful.zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable<SeriesPoint>([]);
        var factory = new RunningSumFactory();
        ml.Model.Save(ml.Transforms.StatefulCustomMapping(factory.GetMapping(), factory.GetStateInitAction(), "running-sum").Fit(data), data.Schema, path);

        using IModel model = Load(path, ("Assemblies", "Mce.Plugins.MLNet.Tests"));
        using IModelInstance instance = model.CreateInstance();

        Assert.True(model.Capabilities.HasFlag(ModelCapabilities.Stateful));
        Assert.Equal([1f, 3f], Sums(model, instance, 1, 2));
        Assert.Equal([6f], Sums(model, instance, 3));
    }

    private static MLNetModel Create(string kind, StateLife state)
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable<SeriesPoint>([]);
        ITransformer transformer = kind switch
        {
            "mapping" => ml.Transforms.StatefulCustomMapping<SeriesPoint, SeriesSum, SeriesTotal>(RunningSum.Add, _ => { }, null).Fit(data),
            "series" => new RunningSum(ml, 0),
            _ => new TransformerChain<ITransformer>(ml.Transforms.CopyColumns("Unused", "Value").Fit(data), new RunningSum(ml, 0)),
        };
        return new MLNetModel(transformer, data.Schema, new ModelOptions { State = state, Outputs = ["Sum"] }, default, null);
    }

    private static float[] Sums(IModel model, IModelInstance instance, params float[] values) =>
        Run(model, instance, InferenceTensor.FromArray(values, values.Length))[0].ToArray<float>();

    [CustomMappingFactoryAttribute("running-sum")]
    public sealed class RunningSumFactory : StatefulCustomMappingFactory<SeriesPoint, SeriesSum, SeriesTotal>
    {
        public override Action<SeriesPoint, SeriesSum, SeriesTotal> GetMapping() => RunningSum.Add;

        public override Action<SeriesTotal> GetStateInitAction() => _ => { };
    }
}

public sealed class SeriesPoint
{
    public float Value { get; set; }
}

public sealed class SeriesSum
{
    public float Sum { get; set; }
}

public sealed class SeriesTotal
{
    public float Value { get; set; }
}
