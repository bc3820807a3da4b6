namespace Mce;

/// <summary>Describes an endpoint in code.</summary>
public sealed class EndpointBuilder
{
    private readonly List<ContainerConfig> _containers = [];

    internal EndpointBuilder(string name) => Name = name;

    /// <summary>The endpoint's name.</summary>
    public string Name { get; }

    /// <summary>How the containers are called. Default <see cref="InvocationMode.Direct"/> in code.</summary>
    public InvocationMode Mode { get; set; } = InvocationMode.Direct;

    /// <summary>Runs every request through all containers in the order in which they are added.</summary>
    public EndpointBuilder AsSerial()
    {
        Mode = InvocationMode.Serial;
        return this;
    }

    /// <summary>Lets each request name its container.</summary>
    public EndpointBuilder AsDirect()
    {
        Mode = InvocationMode.Direct;
        return this;
    }

    /// <summary>Adds a container.</summary>
    /// <param name="name">Unique in the endpoint.</param>
    /// <param name="framework">For example <c>onnx</c> or <c>onnx@1.31</c>.</param>
    /// <param name="modelPath">Absolute, or from <see cref="MceOptions.BaseDirectory"/>.</param>
    /// <param name="configure">Settings, instances and the input map.</param>
    public EndpointBuilder AddContainer(string name, string framework, string modelPath, Action<ContainerBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(framework);
        ArgumentNullException.ThrowIfNull(modelPath);
        var builder = new ContainerBuilder(name, framework, modelPath);
        configure?.Invoke(builder);
        _containers.Add(builder.Build());
        return this;
    }

    internal EndpointConfig Build() => new() { Name = Name, Mode = Mode, Containers = [.. _containers] };
}
