namespace Mce;

/// <summary>What one request holds while it goes through a pipeline. Pooled, not thread-safe.</summary>
internal sealed class PipelineRun
{
    public PipelineRun(PipelinePlan plan, IReadOnlyList<Container> steps, OutputPool pool, SizeLimits limits)
    {
        // Strides are allowed here: each step's own binding makes the copy where its model needs one.
        Inputs = new InputBinding(plan.Signature, ModelCapabilities.StridedInputs, limits);
        Buffers = [.. steps.Select(s => new StepBuffers(s.Signature.Outputs.Length, pool))];
    }

    /// <summary>The request's inputs, held from the first step to the last.</summary>
    public InputBinding Inputs { get; }

    public StepBuffers[] Buffers { get; }

    public void End()
    {
        foreach (StepBuffers buffers in Buffers) buffers.EndRun();
        Inputs.Release();
    }
}
