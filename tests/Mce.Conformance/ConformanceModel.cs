namespace Mce.Conformance;

/// <summary>A model file whose answers are known from something other than the plugin.</summary>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="CreateCase">
/// Makes inputs and expected outputs for a batch size. Called often, from any thread, and with any size in
/// <see cref="BatchSizes"/>; the same size may give the same numbers each time.
/// </param>
public sealed record ConformanceModel(string Path, Func<int, ConformanceCase> CreateCase)
{
    /// <summary>The settings to load it with.</summary>
    public BackendSettings Settings { get; init; } = BackendSettings.Empty;

    /// <summary>Where it runs.</summary>
    public TensorDevice Device { get; init; } = TensorDevice.Cpu;

    /// <summary>The batch sizes to try, the first being the usual one. Add 0 where the model bears it; only 1 where the batch is fixed.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [2, 1, 7];

    /// <summary>The largest error allowed for floating-point outputs: <c>|actual − expected| ≤ tolerance · max(1, |expected|)</c>.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>
    /// Inputs that fit the signature one by one and that the model still can't take, for example two inputs of unequal
    /// batch; null when there are none.
    /// </summary>
    public Func<ConformanceCase>? CreateFailingCase { get; init; }

    /// <summary>The model as the contract names it.</summary>
    public ModelSource Source => new(Path, Settings, Device);
}
