namespace Mce.Plugins.Torch.Graph;

/// <summary>One node of a compiled graph. Immutable and shared by all instances; everything that changes is in the frame.</summary>
/// <param name="target">The node's operator, for error messages.</param>
internal abstract class GraphStep(string target)
{
    /// <summary>For example <c>torch.ops.aten.linear.default</c>.</summary>
    public string Target { get; } = target;

    /// <summary>The slots whose last reader this step is.</summary>
    public int[] Releases { get; set; } = [];

    /// <summary>Computes the step's results into the frame.</summary>
    /// <exception cref="Native.NativeCallException">The operator failed. Running the step again gives the same failure.</exception>
    public abstract void Run(Frame frame);
}
