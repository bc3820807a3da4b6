using Microsoft.ML.OnnxRuntime;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>The plugin speaks the C API by itself; ONNX Runtime's own C# API must give the same bits.</summary>
public sealed class ManagedApiTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Theory]
    [InlineData("digits.onnx", 1)]
    [InlineData("digits.onnx", 37)]
    [InlineData("digits-features.onnx", 5)]
    public void Execute_RealModel_SameBitsAsTheManagedApi(string file, int rows)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "SampleModels", file);
        using IModel model = onnx.LoadFile(path);
        TensorSpec spec = Assert.Single(model.Signature.Inputs);
        long[] shape = [.. spec.Dimensions.Select((d, i) => i == 0 ? rows : d.Size!.Value)];
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle())];
        using InferenceTensor input = InferenceTensor.FromArray(values, shape);

        InferenceTensor[] actual = OnnxFixture.Run(model, input);

        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        using var runOptions = new RunOptions();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(values, shape);
        using IDisposableReadOnlyCollection<OrtValue> expected = session.Run(runOptions, session.InputNames, [value], session.OutputNames);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(session.OutputNames[i], model.Signature.Outputs[i].Name);
            Assert.Equal(expected[i].GetTensorTypeAndShape().Shape, actual[i].Dimensions.ToArray());
            if (actual[i].ElementType == TensorElementType.Int64) Assert.Equal(expected[i].GetTensorDataAsSpan<long>().ToArray(), actual[i].ToArray<long>());
            else Assert.Equal(expected[i].GetTensorDataAsSpan<float>().ToArray(), actual[i].ToArray<float>());
            actual[i].Dispose();
        }
    }
}
