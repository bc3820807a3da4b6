namespace Mce.Testing;

/// <summary>One call of a scripted model, as its script sees it. Valid until the script returns.</summary>
/// <param name="Number">Which call of the model it is, from 1, over all its instances and loads.</param>
/// <param name="Instance">Which instance of the model runs it, from 1, over all its loads.</param>
/// <param name="NumberOnInstance">Which call of that instance it is, from 1. With warm-up on, the first one is the warm-up.</param>
/// <param name="Context">Inputs, outputs and the token.</param>
public readonly record struct ScriptedCall(int Number, int Instance, int NumberOnInstance, ModelExecutionContext Context)
{
    /// <summary>The values of the first input, which must be float32.</summary>
    public ReadOnlySpan<float> Values => Context.GetInput(0) is { } input
        ? input.AsReadOnlySpan<float>()
        : throw new InvalidOperationException("The call has no first input.");
}
