namespace Mce;

/// <summary>Describes an endpoint in code.</summary>
public sealed class EndpointBuilder
{
    private readonly List<ContainerConfig> _containers = [];
    private TimeSpan? _timeout;
    private ScalingConfig? _scaling;

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

    /// <summary>Sets the deadline of requests that bring none.</summary>
    public EndpointBuilder WithTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    /// <summary>Scales all containers together, by the endpoint's traffic as a whole. See <see cref="EndpointConfig.Scaling"/>.</summary>
    public EndpointBuilder WithScaling(ScalingConfig scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        _scaling = scaling;
        return this;
    }

    internal static EndpointConfig Build(string name, Action<EndpointBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new EndpointBuilder(name);
        configure(builder);
        return new() { Name = name, Mode = builder.Mode, Containers = [.. builder._containers], Timeout = builder._timeout, Scaling = builder._scaling };
    }
}
