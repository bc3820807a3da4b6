namespace Mce.Testing;

/// <summary>The answers that come ready made.</summary>
internal static class Answers
{
    /// <summary>Each output is the input of its position where that fits, and else zeros.</summary>
    public static void Echo(ScriptedCall call)
    {
        ModelSignature signature = call.Context.Signature;
        for (int slot = 0; slot < signature.Outputs.Length; slot++)
        {
            TensorSpec spec = signature.Outputs[slot];
            if (slot < signature.Inputs.Length && call.Context.GetInput(slot) is { } input && input.ElementType == spec.ElementType && spec.AcceptsShape(input.Dimensions))
                input.CopyTo(call.Context.AllocateOutput(slot, spec.ElementType, input.Dimensions));
            else
                Zero(call.Context, slot, Shapes.Smallest(spec));
        }
    }

    /// <summary>The first output is a function of the first input, element by element; further outputs are as <see cref="Echo"/>'s.</summary>
    public static Action<ScriptedCall> Map(Func<float, float> function) => call =>
    {
        if (call.Context.Signature.Outputs.Length > 1) Echo(call);
        ReadOnlySpan<float> x = call.Values;
        Span<float> y = call.Context.AllocateOutput(0, TensorElementType.Float32, call.Context.GetInput(0)!.Dimensions).AsSpan<float>();
        for (int i = 0; i < x.Length; i++) y[i] = function(x[i]);
    };

    /// <summary>The first output has these values; further outputs are as <see cref="Echo"/>'s.</summary>
    public static Action<ScriptedCall> Constant(float[] values) => call =>
    {
        if (call.Context.Signature.Outputs.Length > 1) Echo(call);
        values.CopyTo(call.Context.AllocateOutput(0, TensorElementType.Float32, Shapes.Fit(call.Context.Signature.Outputs[0], values.Length)).AsSpan<float>());
    };

    /// <summary>The first output is zeros of that shape; further outputs are as <see cref="Echo"/>'s.</summary>
    public static Action<ScriptedCall> Zeros(long[] dimensions) => call =>
    {
        if (call.Context.Signature.Outputs.Length > 1) Echo(call);
        Zero(call.Context, 0, dimensions);
    };

    private static void Zero(ModelExecutionContext context, int slot, ReadOnlySpan<long> dimensions)
    {
        // By a copy: memory that is allocated isn't cleared, and text has no bytes that could be.
        TensorElementType type = context.Signature.Outputs[slot].ElementType;
        using InferenceTensor zeros = InferenceTensor.Create(type, dimensions);
        zeros.CopyTo(context.AllocateOutput(slot, type, dimensions));
    }
}
