using Mce.Conformance;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>The committed models give the answers that are committed with them, through rows and through views.</summary>
public sealed class CommittedModelTests(TrainedModels models) : ModelTestBase(models)
{
    // Another processor may round differently.
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("text")]
    [InlineData("numeric")]
    [InlineData("scalars")]
    [InlineData("key")]
    [InlineData("sparse")]
    [InlineData("tokens")]
    [InlineData("types")]
    [InlineData("onnx-inside")]
    public void Execute_CommittedCases_GiveTheCommittedAnswers(string name)
    {
        foreach (string batch in new[] { "Rows", "View" })
        {
            using IModel model = Load(CommittedCases.PathOf(name), ("Batch", batch));
            Check(model, CommittedCases.Read(name));
        }
    }

    [Fact]
    public void Execute_KeysAsNumbers_GiveTheCommittedKeys()
    {
        using IModel model = Load(CommittedCases.PathOf("key"), ("Keys", "Numbers"));
        Check(model, CommittedCases.Read("key", keyValues: false));
    }

    private static void Check(IModel model, ConformanceCase[] cases)
    {
        using IModelInstance instance = model.CreateInstance();
        Assert.NotEmpty(cases);
        foreach (ConformanceCase test in cases)
        {
            Assert.Equal(test.Inputs.Keys, model.Signature.Inputs.Select(i => i.Name));
            Assert.Equal(test.Outputs.Keys, model.Signature.Outputs.Select(o => o.Name));
            InferenceTensor[] outputs = Run(model, instance, [.. test.Inputs.Values]);
            for (int i = 0; i < outputs.Length; i++) TensorAssert.Equal(test.Outputs[model.Signature.Outputs[i].Name], outputs[i], Tolerance, model.Signature.Outputs[i].Name);
            test.Dispose();
        }
    }
}
