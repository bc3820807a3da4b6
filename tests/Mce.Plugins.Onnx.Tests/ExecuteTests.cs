using Mce.Conformance;

namespace Mce.Plugins.Onnx.Tests;

public sealed class ExecuteTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    public static TheoryData<string> ModelsWithCases =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestModels", "onnx"), "*.cases.json")
            .Select(file => Path.GetFileName(file).Replace(".cases.json", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ModelsWithCases))]
    public void Execute_EachCaseOfAModel_AnswersAsThePythonPackage(string name)
    {
        using IModel model = onnx.Load(name);
        using IModelInstance instance = model.CreateInstance();
        ConformanceCase[] cases = CaseFile.Read(name);
        Assert.NotEmpty(cases);

        foreach (ConformanceCase test in cases)
        {
            var inputs = new InferenceTensor?[model.Signature.Inputs.Length];
            foreach ((string input, InferenceTensor tensor) in test.Inputs) inputs[model.Signature.FindInput(input)] = tensor;
            InferenceTensor[] outputs = OnnxFixture.Run(model, instance, inputs);
            foreach ((string output, InferenceTensor expected) in test.Outputs)
            {
                InferenceTensor actual = outputs[model.Signature.FindOutput(output)];
                model.Signature.Outputs[model.Signature.FindOutput(output)].Validate(actual);
                TensorAssert.Equal(expected, actual, 1e-5, output);
            }

            Assert.All(outputs, o => o.Dispose());
            test.Dispose();
        }
    }
}
