using System.Collections.Immutable;

namespace Mce;

/// <summary>The ordered inputs and outputs of a model. A slot is an index into one of the two lists. Immutable.</summary>
public sealed class ModelSignature
{
    /// <summary>Makes a signature.</summary>
    /// <param name="inputs">In the model's own order; names are unique.</param>
    /// <param name="outputs">In the model's own order, at least one; names are unique.</param>
    public ModelSignature(ImmutableArray<TensorSpec> inputs, ImmutableArray<TensorSpec> outputs)
    {
        RefuseDuplicates(inputs, nameof(inputs));
        RefuseDuplicates(outputs, nameof(outputs));
        if (outputs.Length == 0) throw new ArgumentException("A model has at least one output.", nameof(outputs));
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The inputs.</summary>
    public ImmutableArray<TensorSpec> Inputs { get; }

    /// <summary>The outputs.</summary>
    public ImmutableArray<TensorSpec> Outputs { get; }

    /// <summary>The slot of an input, or -1.</summary>
    public int FindInput(string name) => Find(Inputs.AsSpan(), name);

    /// <summary>The slot of an output, or -1.</summary>
    public int FindOutput(string name) => Find(Outputs.AsSpan(), name);

    /// <summary>For example <c>(pixels: float32[batch, 64]) → (scores: float32[batch, 10])</c>.</summary>
    public override string ToString() => $"({string.Join(", ", Inputs)}) → ({string.Join(", ", Outputs)})";

    // Signatures are short: a scan beats hashing up to about ten names.
    private static int Find(ReadOnlySpan<TensorSpec> specs, string name)
    {
        for (int i = 0; i < specs.Length; i++)
            if (string.Equals(specs[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }

    private static void RefuseDuplicates(ImmutableArray<TensorSpec> specs, string parameter)
    {
        if (specs.IsDefault) throw new ArgumentNullException(parameter);
        if (specs.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() != specs.Length)
            throw new ArgumentException($"Names must be unique: {string.Join(", ", specs.Select(s => s.Name))}.", parameter);
    }
}
