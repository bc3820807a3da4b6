using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>A model with code of its own: the file names the assembly, which lies beside the plugin.</summary>
public sealed class CustomMappingTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Execute_CustomMapping_RunsTheFactorysCode()
    {
        string path = Path.Combine(Models.Folder, "custom.zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        ml.Model.Save(ml.Transforms.CustomMapping(new SumFactory().GetMapping(), "sum").Fit(data), data.Schema, path);

        using IModel model = Load(path, ("Assemblies", "Mce.Plugins.MLNet.Tests"));

        Assert.Equal(["Sum"], model.Signature.Outputs.Select(o => o.Name));
        InferenceTensor[] inputs = [.. model.Signature.Inputs.Select(i => i.Name == "X" ? InferenceTensor.FromArray([1f, 2, 3, 4, 5, 6, 7, 8], 2, 4) : InferenceTensor.Create<float>(2))];
        Assert.Equal([10f, 26f], Run(model, inputs)[0].ToArray<float>());
    }

    public sealed class Sum
    {
        [Microsoft.ML.Data.ColumnName("Sum")]
        public float Value { get; set; }
    }

    [CustomMappingFactoryAttribute("sum")]
    public sealed class SumFactory : CustomMappingFactory<Point, Sum>
    {
        public override Action<Point, Sum> GetMapping() => (input, output) => output.Value = input.X.Sum();
    }
}
