using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>A condition on sizes that was recorded while the model was exported.</summary>
/// <param name="target">The operator.</param>
/// <param name="slot">The slot of the condition, or -1 when there is nothing to check.</param>
/// <param name="message">What the model's author wrote, for the error.</param>
internal sealed class AssertStep(string target, int slot, string message) : GraphStep(target)
{
    public override void Run(Frame frame)
    {
        if (slot >= 0 && frame[slot].Bits == 0) throw new NativeCallException($"The model's own check \"{message}\"");
    }
}
