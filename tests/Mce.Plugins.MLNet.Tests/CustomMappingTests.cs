using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>A model with code of its own: the file names the assembly, which lies beside the plugin.</summary>
public sealed class CustomMappingTests(TrainedModels models) : ModelTestBase(models)
{
    private const string Here = "Mce.Plugins.MLNet.Tests";

    [Theory]
    [InlineData(Here)]
    [InlineData(Here + ".dll")]
    [InlineData("xunit.core, " + Here)]
    public void Execute_ListedAssembly_RunsTheFactorysCode(string listed)
    {
        using IModel model = Load(Save(), ("Assemblies", listed));

        Assert.Equal(["Sum"], model.Signature.Outputs.Select(o => o.Name));
        InferenceTensor[] inputs = [.. model.Signature.Inputs.Select(i => i.Name == "X" ? InferenceTensor.FromArray([1f, 2, 3, 4, 5, 6, 7, 8], 2, 4) : InferenceTensor.Create<float>(2))];
        Assert.Equal([10f, 26f], Run(model, inputs)[0].ToArray<float>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("xunit.core")]
    public void Load_UnlistedAssembly_IsRefusedByNameWithTheCure(string listed)
    {
        string path = Save();
        var e = Assert.Throws<MceException>(() => Load(path, ("Assemblies", listed)));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains($"runs code of the assembly '{Here}'", e.Message, StringComparison.Ordinal);
        Assert.Contains($"add it to the container's setting 'Assemblies' and put {Here}.dll into '{AppContext.BaseDirectory}'", e.Message, StringComparison.Ordinal);
        Assert.Equal(Here, e.Fields["assembly"]);
    }

    [Theory]
    [InlineData("Contoso.Mappings", "there is no Contoso.Mappings.dll in")]
    [InlineData("folder/Contoso.Mappings.dll", "there is no file")]
    [InlineData("models/text.zip", "can't be loaded")]
    public void Load_ListedAssemblyThatIsntThere_NamesIt(string listed, string message)
    {
        var e = Assert.Throws<MceException>(() => Load(Models.Numeric, ("Assemblies", listed)));
        Assert.Equal(MceErrorCodes.SettingInvalid, e.Code);
        Assert.Contains($"lists '{listed}'", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private string Save()
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        ml.Model.Save(ml.Transforms.CustomMapping(new SumFactory().GetMapping(), "sum").Fit(data), data.Schema, path);
        return path;
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
