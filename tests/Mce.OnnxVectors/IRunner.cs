namespace Mce.OnnxVectors;

/// <summary>One way to run a model.</summary>
internal interface IRunner : IDisposable
{
    /// <summary>Opens a model, runs it once for each set of inputs, and closes it.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="model">What the file declares.</param>
    /// <param name="sets">The inputs of each run, in the order of <see cref="VectorModel.Inputs"/>; trailing ones may be missing.</param>
    /// <returns>The outputs of each run, in the order of <see cref="VectorModel.Outputs"/>.</returns>
    IEnumerable<VectorValue[]> Run(string path, VectorModel model, IEnumerable<VectorValue[]> sets);
}
