using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Every archive that has cases gives PyTorch's own answers.</summary>
public sealed class ReferenceTests(TorchFixture fixture) : IClassFixture<TorchFixture>
{
    private const double Tolerance = 2e-5;

    public static TheoryData<string> Names => [.. TestModels.WithCases];

    [Theory]
    [MemberData(nameof(Names))]
    public void Execute_ReferenceCases_PyTorchsAnswers(string name)
    {
        using IModel model = fixture.Backend.Load(new ModelSource(TestModels.Path(name + ".pt2")), CancellationToken.None);
        using IModelInstance instance = model.CreateInstance();

        for (int i = 0; i < TestModels.CountCases(name); i++)
        {
            using ConformanceCase test = TestModels.ReadCase(name, i, model.Signature);
            using var run = new Run(model, instance, test);
            foreach ((string output, InferenceTensor expected) in test.Outputs) TensorAssert.Equal(expected, run.Output(output), Tolerance, $"{name}[{i}].{output}");
        }
    }
}
