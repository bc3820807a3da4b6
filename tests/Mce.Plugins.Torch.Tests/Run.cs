using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>One call and its outputs.</summary>
internal sealed class Run : IDisposable
{
    private readonly ModelSignature _signature;
    private readonly InferenceTensor[] _outputs;

    public Run(IModel model, IModelInstance instance, ConformanceCase test)
        : this(model, instance, test.Inputs)
    {
    }

    public Run(IModel model, IModelInstance instance, params (string Name, InferenceTensor Tensor)[] inputs)
        : this(model, instance, inputs.ToDictionary(i => i.Name, i => i.Tensor))
    {
    }

    private Run(IModel model, IModelInstance instance, IReadOnlyDictionary<string, InferenceTensor> inputs)
    {
        _signature = model.Signature;
        var context = new ModelExecutionContext(_signature);
        foreach ((string name, InferenceTensor tensor) in inputs) context.SetInput(_signature.FindInput(name), tensor);
        instance.Execute(context);
        _outputs = [.. Enumerable.Range(0, _signature.Outputs.Length).Select(context.TakeOutput)];
    }

    public InferenceTensor Output(string name) => _outputs[_signature.FindOutput(name)];

    public void Dispose()
    {
        foreach (InferenceTensor output in _outputs) output.Dispose();
    }
}
