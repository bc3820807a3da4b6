using Mce.Plugins.MLNet.Tests.Families;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>What the plugin wasn't built with, and works once it lies beside it. The plugin has a load context of its own here.</summary>
public sealed class SideAssemblyTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Load_ImagesWithoutTheirPackage_IsRefusedByItsName()
    {
        string model = SaveImageModel(out _);
        using var plugin = new PluginCopy();

        var e = Assert.Throws<MceException>(() => plugin.Load(model));

        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains("the NuGet package Microsoft.ML.ImageAnalytics 5.0.1", e.Message, StringComparison.Ordinal);
        Assert.Contains($"put Microsoft.ML.ImageAnalytics.dll into '{plugin.Folder}'", e.Message, StringComparison.Ordinal);
        // What has no images goes on.
        using IModel text = plugin.Load(Models.Text);
        Assert.Equal(e.Message, Assert.Single(((IModelInspector)plugin.Backend).Inspect(new ModelSource(model), CancellationToken.None).Problems));
    }

    [SkippableFact]
    public void Execute_ImagesWithTheirPackageBesideThePlugin_EqualsTransform()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The native part of SkiaSharp is only looked for in this build's files for Linux.");
        string path = SaveImageModel(out ImageRow[] rows);
        string native = Directory.EnumerateFiles(AppContext.BaseDirectory, "libSkiaSharp.so", SearchOption.AllDirectories).First();
        using var plugin = new PluginCopy(Here("Microsoft.ML.ImageAnalytics.dll"), Here("SkiaSharp.dll"), native);

        using IModel model = plugin.Load(path);

        Assert.Equal("(Path: string[batch]) → (Pixels: float32[batch, 3, 4, 5])", model.Signature.ToString());
        float[] pixels = Run(model, InferenceTensor.FromArray(rows.Select(r => r.Path).ToArray(), rows.Length))[0].ToArray<float>();
        Assert.Equal(ViewTensors.Read(Transform(path, rows), "Pixels").ToArray<float>(), pixels);
        Assert.Contains(plugin.Loaded, a => a.GetName().Name == "SkiaSharp");
    }

    [Fact]
    public void Execute_CustomMappingBesideThePlugin_RunsOnlyWhereItIsListed()
    {
        string path = SaveCustomModel();
        using var plugin = new PluginCopy(Here("Mce.Plugins.MLNet.Tests.dll"));

        var e = Assert.Throws<MceException>(() => plugin.Load(path));
        using IModel model = plugin.Load(path, ("Assemblies", "Mce.Plugins.MLNet.Tests"));

        Assert.Contains("which this container doesn't allow", e.Message, StringComparison.Ordinal);
        Assert.Equal([10f], Sum(model));
    }

    [Fact]
    public void Execute_CustomMappingByPath_RunsFromThere()
    {
        string path = SaveCustomModel();
        using var plugin = new PluginCopy();
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(plugin.Folder, "mine")).FullName, "Mce.Plugins.MLNet.Tests.dll");
        File.Copy(Here("Mce.Plugins.MLNet.Tests.dll"), file);

        // The application has an assembly of this name: it isn't the plugin's.
        var e = Assert.Throws<MceException>(() => plugin.Load(path, ("Assemblies", "Mce.Plugins.MLNet.Tests")));
        using IModel model = plugin.Load(path, ("Assemblies", "mine/Mce.Plugins.MLNet.Tests.dll"));

        Assert.Equal(MceErrorCodes.SettingInvalid, e.Code);
        Assert.Equal([10f], Sum(model));
        Assert.Contains(plugin.Loaded, a => a.Location == file);
    }

    [Fact]
    public void Load_LightGbm_NeedsNoNativeLibrary()
    {
        using var plugin = new PluginCopy();
        Assert.Empty(Directory.EnumerateFiles(plugin.Folder, "*_lightgbm*", SearchOption.AllDirectories));
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        string path = Path.Combine(Models.Folder, "lightgbm.zip");
        ml.Model.Save(ml.Regression.Trainers.LightGbm(featureColumnName: "X", numberOfIterations: 10).Fit(data), data.Schema, path);

        using IModel model = plugin.Load(path);

        float[] scores = Run(model, InferenceTensor.FromArray(TrainedModels.Points().SelectMany(p => p.X).ToArray(), 200, 4))[0].ToArray<float>();
        Assert.Equal(Column<float>(Transform(path, TrainedModels.Points()), "Score"), scores);
    }

    private static float[] Sum(IModel model) => Run(
        model,
        [.. model.Signature.Inputs.Select(i => i.Name == "X" ? InferenceTensor.FromArray([1f, 2, 3, 4], 1, 4) : InferenceTensor.Create<float>(1))])[0].ToArray<float>();

    private static string Here(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private string SaveCustomModel()
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(TrainedModels.Points());
        ml.Model.Save(ml.Transforms.CustomMapping(new CustomMappingTests.SumFactory().GetMapping(), "sum").Fit(data), data.Schema, path);
        return path;
    }

    /// <summary>The path of an image in, its pixels out.</summary>
    private string SaveImageModel(out ImageRow[] rows)
    {
        rows = [.. Enumerable.Range(1, 3).Select(i =>
        {
            string file = Path.Combine(Models.Folder, Guid.NewGuid() + ".png");
            byte[] pixels = new byte[8 * 8 * 4];
            new Random(i).NextBytes(pixels);
            for (int alpha = 3; alpha < pixels.Length; alpha += 4) pixels[alpha] = 255;
            using MLImage image = MLImage.CreateFromPixels(8, 8, MLPixelFormat.Rgba32, pixels);
            image.Save(file);
            return new ImageRow { Path = file };
        })];
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        var pipeline = ml.Transforms.LoadImages("Image", null, "Path")
            .Append(ml.Transforms.ResizeImages("Small", imageWidth: 5, imageHeight: 4, "Image"))
            .Append(ml.Transforms.ExtractPixels("Pixels", "Small"));
        ml.Model.Save(pipeline.Fit(data), data.Schema, path);
        return path;
    }

    private sealed class ImageRow
    {
        public string Path { get; set; } = "";
    }
}
