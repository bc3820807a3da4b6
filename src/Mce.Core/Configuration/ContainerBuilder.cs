using System.Globalization;

namespace Mce;

/// <summary>Describes a container in code.</summary>
public sealed class ContainerBuilder
{
    private readonly string _name;
    private readonly string _framework;
    private readonly string _modelPath;
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, InputSource> _map = new(StringComparer.Ordinal);
    private int? _instances;
    private TensorDevice _device = TensorDevice.Cpu;

    internal ContainerBuilder(string name, string framework, string modelPath) => (_name, _framework, _modelPath) = (name, framework, modelPath);

    /// <summary>Sets a framework setting, as the plugin documents it. A setting that the plugin doesn't know is an error at start-up.</summary>
    public ContainerBuilder WithSetting(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _settings[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return this;
    }

    /// <summary>Sets how many instances run side by side over the shared weights. From 1 to 1,024.</summary>
    public ContainerBuilder WithInstances(int count)
    {
        _instances = count;
        return this;
    }

    /// <summary>Sets where the model runs. Default the CPU; another needs the framework's GPU flavour.</summary>
    public ContainerBuilder OnDevice(TensorDevice device)
    {
        _device = device;
        return this;
    }

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

    internal ContainerConfig Build() => new()
    {
        Name = _name,
        Framework = _framework,
        ModelPath = _modelPath,
        Settings = new BackendSettings(_settings),
        Device = _device,
        InstanceCount = _instances,
        InputMap = _map,
    };
}
