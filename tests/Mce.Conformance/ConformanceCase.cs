namespace Mce.Conformance;

/// <summary>Inputs of one call and the outputs that must come of it, by name. Owns the tensors given to it.</summary>
/// <remarks>Optional inputs may be left out. Outputs without an expectation must be set by the plugin and are not compared.</remarks>
public sealed class ConformanceCase : IDisposable
{
    private readonly Dictionary<string, InferenceTensor> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InferenceTensor> _outputs = new(StringComparer.Ordinal);

    /// <summary>The inputs by name.</summary>
    public IReadOnlyDictionary<string, InferenceTensor> Inputs => _inputs;

    /// <summary>The expected outputs by name.</summary>
    public IReadOnlyDictionary<string, InferenceTensor> Outputs => _outputs;

    /// <summary>Adds an input.</summary>
    public ConformanceCase Give(string name, InferenceTensor tensor)
    {
        _inputs.Add(name, tensor);
        return this;
    }

    /// <summary>Adds an input from an array.</summary>
    public ConformanceCase Give<T>(string name, T[] values, params ReadOnlySpan<long> dimensions) =>
        Give(name, InferenceTensor.FromArray(values, dimensions));

    /// <summary>Adds an expected output.</summary>
    public ConformanceCase Expect(string name, InferenceTensor tensor)
    {
        _outputs.Add(name, tensor);
        return this;
    }

    /// <summary>Adds an expected output from an array.</summary>
    public ConformanceCase Expect<T>(string name, T[] values, params ReadOnlySpan<long> dimensions) =>
        Expect(name, InferenceTensor.FromArray(values, dimensions));

    /// <summary>Replaces each input, for example by the same numbers in other memory.</summary>
    internal void ReplaceInputs(Func<InferenceTensor, InferenceTensor> replace)
    {
        foreach (string name in _inputs.Keys.ToArray())
        {
            using InferenceTensor old = _inputs[name];
            _inputs[name] = replace(old);
        }
    }

    /// <summary>A context with the inputs set, validated against the signature as the server does.</summary>
    internal ModelExecutionContext CreateContext(ModelSignature signature, OutputAllocator? allocator = null)
    {
        string[] unknown = [.. _inputs.Keys.Where(n => signature.FindInput(n) < 0), .. _outputs.Keys.Where(n => signature.FindOutput(n) < 0)];
        Assert.True(unknown.Length == 0, $"The case names {string.Join(", ", unknown)}, which the signature lacks: {signature}.");

        var context = new ModelExecutionContext(signature, allocator);
        for (int slot = 0; slot < signature.Inputs.Length; slot++)
        {
            TensorSpec spec = signature.Inputs[slot];
            if (_inputs.TryGetValue(spec.Name, out InferenceTensor? tensor))
            {
                spec.Validate(tensor);
                context.SetInput(slot, tensor);
            }
            else
            {
                Assert.True(spec.IsOptional, $"The case lacks the input {spec}.");
            }
        }

        return context;
    }

    /// <summary>Takes every output, in the signature's order.</summary>
    internal static InferenceTensor[] TakeOutputs(ModelExecutionContext context) =>
        [.. Enumerable.Range(0, context.Signature.Outputs.Length).Select(context.TakeOutput)];

    /// <summary>Compares outputs with the expected ones and with the signature.</summary>
    internal void Check(ModelSignature signature, IReadOnlyList<InferenceTensor> actual, double tolerance)
    {
        for (int slot = 0; slot < signature.Outputs.Length; slot++)
        {
            TensorSpec spec = signature.Outputs[slot];
            spec.Validate(actual[slot]);
            if (_outputs.TryGetValue(spec.Name, out InferenceTensor? expected))
                TensorAssert.Equal(expected, actual[slot], tolerance, spec.Name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (InferenceTensor tensor in _inputs.Values.Concat(_outputs.Values)) tensor.Dispose();
    }
}
