using Mce.Conformance;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Models that hold an ONNX model.</summary>
public sealed class OnnxInsideTests(TrainedModels models) : ModelTestBase(models)
{
    private static readonly string Model = CommittedCases.PathOf("onnx-inside");

    // ML.NET takes an ONNX model's own batch dimension for one of 1 in each row.
    [Fact]
    public void Load_OnnxInside_HasItsSignature()
    {
        using IModel model = Load(Model);
        Assert.Equal("(x: float32[batch, 4]) → (y: float32[batch, 1, 3], scaled: float32[batch, 1, 3])", model.Signature.ToString());
    }

    [Fact]
    public void Execute_FourInstancesOnFourThreads_GiveEachItsOwn()
    {
        using IModel model = Load(Model);
        ConformanceCase test = CommittedCases.Read("onnx-inside").MaxBy(c => c.Inputs["x"].ElementCount)!;
        float[] x = test.Inputs["x"].ToArray<float>();
        using var start = new Barrier(4);
        var errors = new Exception?[4];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            errors[t] = Record.Exception(() =>
            {
                using IModelInstance instance = model.CreateInstance();
                for (int i = 0; i < 100; i++) TensorAssert.Equal(test.Outputs["y"], Run(model, instance, InferenceTensor.FromArray(x, x.Length / 4, 4))[0], 1e-5);
            });
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(errors, Assert.Null);
    }

    [Fact]
    public void Execute_TextThroughOnnx_EqualsTransform()
    {
        string path = Path.Combine(Models.Folder, "onnx-text.zip");
        var ml = new MLContext();
        TextRow[] rows = [new() { X = ["", "plain", "Größe 数字"] }, new() { X = ["a", "b", "c"] }];
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        var transformer = ml.Transforms.ApplyOnnxModel(
            ["y"],
            ["x"],
            Path.Combine(AppContext.BaseDirectory, "models", "identity_string.onnx"),
            new Dictionary<string, int[]> { ["x"] = [1, 3], ["y"] = [1, 3] },
            gpuDeviceId: null,
            fallbackToCpu: false,
            recursionLimit: 100).Fit(data);
        ml.Model.Save(transformer, data.Schema, path);
        transformer.Dispose();

        using IModel model = Load(path);

        string[] expected = [.. rows.SelectMany(r => r.X)];
        Assert.Equal(expected, Run(model, InferenceTensor.FromArray(expected, 2, 1, 3))[0].ToArray<string>());
    }

    [SkippableFact]
    public void Load_OnnxInside_CollectsNoEvents()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lists what a process has mapped.");
        using IModel model = Load(Model);
        Assert.Contains("libonnxruntime.so", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        Assert.DoesNotContain("onnxruntime.db", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    private sealed class TextRow
    {
        [VectorType(1, 3), ColumnName("x")]
        public string[] X { get; set; } = [];
    }
}
