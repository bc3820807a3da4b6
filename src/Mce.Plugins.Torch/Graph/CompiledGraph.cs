using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>A program ready to run: steps over numbered slots. Immutable; shared by all instances.</summary>
internal sealed class CompiledGraph
{
    public required GraphStep[] Steps { get; init; }

    public required int SlotCount { get; init; }

    /// <summary>The slots of the caller's inputs, in the signature's order.</summary>
    public required int[] InputSlots { get; init; }

    /// <summary>The slots of the outputs, in the signature's order.</summary>
    public required int[] OutputSlots { get; init; }

    /// <summary>The names of the weights by slot.</summary>
    public required (int Slot, string Name)[] Weights { get; init; }

    /// <summary>Checks that a store has every weight.</summary>
    /// <exception cref="FormatException">It lacks one.</exception>
    public void CheckWeights(WeightStore weights)
    {
        foreach ((_, string name) in Weights)
            if (weights.Find(name) == 0) throw new FormatException($"the weight '{name}' is missing");
    }

    /// <summary>Runs all steps over a frame that holds the inputs.</summary>
    /// <exception cref="StepFailedException">A step failed.</exception>
    /// <exception cref="InputWriteException">A step would write to an input.</exception>
    public void Run(Frame frame, CancellationToken cancellationToken)
    {
        foreach (GraphStep step in Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                step.Run(frame);
            }
            catch (NativeCallException e)
            {
                throw new StepFailedException(step, e);
            }

            foreach (int slot in step.Releases) frame.Release(slot);
        }
    }
}

/// <summary>A step failed; its inputs are still in the frame.</summary>
internal sealed class StepFailedException(GraphStep step, NativeCallException cause) : Exception(cause.Message, cause)
{
    public GraphStep Step { get; } = step;
}
