using System.Globalization;

namespace Mce.Soak.Services;

/// <summary>Scripted models, one after the other, each of which adds the version to an element of its own.</summary>
internal sealed class ScriptedService : Service
{
    /// <summary>How many containers there are: a pipeline when more than one.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>How long a call takes, at least.</summary>
    public int Milliseconds { get; init; }

    public override int Versions => 1 << 23;

    public override IEnumerable<ContainerConfig> Configure(int version) => Enumerable.Range(0, Steps).Select(step => new ContainerConfig
    {
        Name = Container ?? $"step{step}",
        Framework = "scripted",
        // The backend doesn't read it, but the server insists that a model's file exists.
        ModelPath = "models/digits.onnx",
        Settings = new BackendSettings(
        [
            new("Constant", version.ToString(CultureInfo.InvariantCulture)),
            new("Element", step.ToString(CultureInfo.InvariantCulture)),
            new("Milliseconds", Milliseconds.ToString(CultureInfo.InvariantCulture)),
        ]),
    });

    public override Probe CreateProbe() => new AddProbe(new InferenceRequest(Endpoint) { TargetContainer = Container }, Steps);
}
