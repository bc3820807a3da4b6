using System.Collections.Frozen;

namespace Mce;

/// <summary>One container as configured. Immutable.</summary>
public sealed class ContainerConfig
{
    /// <summary>The name within its endpoint: up to 63 letters, digits and inner hyphens, as SageMaker's <c>ContainerHostname</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The framework, optionally with a version: <c>onnx</c>, <c>onnx@1.31</c>. Without one, the newest there is.</summary>
    public required string Framework { get; init; }

    /// <summary>The model's path, absolute or from <see cref="MceOptions.BaseDirectory"/>.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Settings for the framework, as its plugin documents them.</summary>
    public BackendSettings Settings { get; init; } = BackendSettings.Empty;

    /// <summary>Where the model runs. Default the CPU; another needs the framework's GPU flavour.</summary>
    public TensorDevice Device { get; init; } = TensorDevice.Cpu;

    /// <summary>Instances over the shared weights. From 1 to 1,024; null = <see cref="MceOptions.DefaultInstanceCount"/>, or 1 for a stateful model.</summary>
    public int? InstanceCount { get; init; }

    /// <summary>Sources of inputs by input name, for serial endpoints. Inputs not named here are matched by name.</summary>
    public IReadOnlyDictionary<string, InputSource> InputMap { get; init; } = FrozenDictionary<string, InputSource>.Empty;

    internal ContainerConfig Named(string name) => new()
    {
        Name = name,
        Framework = Framework,
        ModelPath = ModelPath,
        Settings = Settings,
        Device = Device,
        InstanceCount = InstanceCount,
    };
}
