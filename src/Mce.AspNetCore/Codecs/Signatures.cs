namespace Mce.AspNetCore;

/// <summary>What codecs ask of a model's signature.</summary>
internal static class Signatures
{
    /// <summary>The slot of the input that a body without names is for: the only one, or the only one that isn't optional; -1 = there is none.</summary>
    public static int SingleInput(this ModelSignature signature)
    {
        if (signature.Inputs.Length == 1) return 0;
        int single = -1;
        for (int i = 0; i < signature.Inputs.Length; i++)
        {
            if (signature.Inputs[i].IsOptional) continue;
            if (single >= 0) return -1;
            single = i;
        }

        return single;
    }

    /// <summary>The input that a body of one tensor is for.</summary>
    /// <param name="signature">The model's.</param>
    /// <param name="contentType">The body's.</param>
    /// <param name="name">The name that the body's media type gives; null = the single input.</param>
    /// <exception cref="MceException">There is none.</exception>
    public static int RequireInput(this ModelSignature signature, MediaType contentType, string? name)
    {
        int slot = name is null ? signature.SingleInput() : signature.FindInput(name);
        if (slot >= 0) return slot;
        if (name is not null) throw BodyErrors.UnknownInput(BodyErrors.Cut(name), signature);
        throw BodyErrors.TypeUnsupported(
            contentType,
            $"The body holds one tensor, and the model takes {BodyErrors.List(signature)}: send application/json, or name the input with ; input=NAME.");
    }

    /// <summary>The slot of the output that an answer of one tensor gives, or -1.</summary>
    /// <param name="outputs">The model's.</param>
    /// <param name="name">The name asked for; null = the only one.</param>
    public static int FindAnswer(ReadOnlySpan<TensorSpec> outputs, string? name)
    {
        if (name is null) return outputs.Length == 1 ? 0 : -1;
        for (int i = 0; i < outputs.Length; i++)
            if (string.Equals(outputs[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Why an answer of one tensor can't be given; null = it can, and the slot is that of its output.</summary>
    /// <param name="signature">The model's.</param>
    /// <param name="name">The output's name that was asked for; null = the only one.</param>
    /// <param name="format">What holds one tensor, for the message.</param>
    /// <param name="slot">The output's slot.</param>
    public static string? WhyNoAnswer(this ModelSignature signature, string? name, string format, out int slot)
    {
        slot = FindAnswer(signature.Outputs.AsSpan(), name);
        if (slot >= 0) return null;
        return name is null
            ? $"{format} one tensor, and the model gives {signature.Outputs.Length}: accept application/json, or add ; output=NAME"
            : $"the model has no output '{BodyErrors.Cut(name)}'";
    }
}
