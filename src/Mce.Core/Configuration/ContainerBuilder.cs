using System.Globalization;

namespace Mce;

/// <summary>Describes a container in code.</summary>
public sealed class ContainerBuilder
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, InputSource> _map = new(StringComparer.Ordinal);
    private readonly List<InstanceGroupConfig> _groups = [];
    private ContainerConfig _config;

    internal ContainerBuilder(string name, string framework, string modelPath) =>
        _config = new() { Name = name, Framework = framework, ModelPath = modelPath };

    /// <summary>Sets a framework setting, as the plugin documents it. A setting that the plugin doesn't know is an error at start-up.</summary>
    public ContainerBuilder WithSetting(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _settings[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return this;
    }

    /// <summary>Sets how many replicas run side by side over the shared weights. From 0 to 1,024.</summary>
    public ContainerBuilder WithInstances(int count) => Set(_config with { InstanceCount = count });

    /// <summary>Sets between how many replicas scaling may choose. From 0 to 1,024.</summary>
    /// <param name="minimum">The fewest; 0 lets the model leave memory until a request comes.</param>
    /// <param name="maximum">The most.</param>
    /// <param name="initial">To begin with; null = <see cref="MceOptions.DefaultInstanceCount"/>, within the bounds.</param>
    public ContainerBuilder WithInstances(int minimum, int maximum, int? initial = null) =>
        Set(_config with { MinInstanceCount = minimum, MaxInstanceCount = maximum, InstanceCount = initial });

    /// <summary>Adds replicas of a kind; with groups, leave <see cref="WithInstances(int)"/> and <see cref="OnDevice"/> out.</summary>
    public ContainerBuilder AddInstanceGroup(InstanceGroupConfig group)
    {
        ArgumentNullException.ThrowIfNull(group);
        _groups.Add(group);
        return this;
    }

    /// <summary>Sets where the model runs. Default the CPU; another needs the framework's GPU flavour.</summary>
    public ContainerBuilder OnDevice(TensorDevice device) => Set(_config with { Device = device });

    /// <summary>Sets which of several free replicas gets a request.</summary>
    public ContainerBuilder WithSelector(ReplicaSelector selector) => Set(_config with { Selector = selector });

    /// <summary>Sets how many requests may wait. From 0 (refuse when busy) to 1,000,000.</summary>
    public ContainerBuilder WithMaxQueueLength(int length) => Set(_config with { MaxQueueLength = length });

    /// <summary>Sets the deadline of requests that bring none.</summary>
    public ContainerBuilder WithTimeout(TimeSpan timeout) => Set(_config with { Timeout = timeout });

    /// <summary>Sets what each new replica runs before it takes requests.</summary>
    public ContainerBuilder WithWarmUp(WarmUpConfig warmUp) => Set(_config with { WarmUp = warmUp });

    /// <summary>Sets when replicas are added and taken away.</summary>
    public ContainerBuilder WithScaling(ScalingConfig scaling) => Set(_config with { Scaling = scaling });

    /// <summary>Feeds an input from an output of the container before.</summary>
    public ContainerBuilder Map(string input, string output) => Map(input, InputSource.Previous(output));

    /// <summary>Feeds an input from an output of any container before, or from the request.</summary>
    public ContainerBuilder Map(string input, InputSource source)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentNullException.ThrowIfNull(source);
        _map[input] = source;
        return this;
    }

    internal ContainerConfig Build() => _config with { Settings = new BackendSettings(_settings), InstanceGroups = [.. _groups], InputMap = _map };

    private ContainerBuilder Set(ContainerConfig config)
    {
        _config = config;
        return this;
    }
}
