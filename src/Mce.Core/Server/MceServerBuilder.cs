using System.Diagnostics.Metrics;
using System.Numerics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mce;

/// <summary>Describes a server: plugins, endpoints, options. Works with no dependency injection and no host. Not thread-safe.</summary>
/// <remarks>Mistakes are not thrown one by one: <see cref="MceServer.StartAsync"/> reports all of them at once.</remarks>
public sealed class MceServerBuilder
{
    private readonly PluginHostOptions _plugins = new();
    private readonly List<EndpointConfig> _endpoints = [];
    private readonly List<EndpointConfig> _fromCode = [];
    private readonly List<IConfiguration> _sections = [];
    private readonly List<MceException> _errors = [];
    private readonly MceOptions _options = new();
    private readonly List<IScalingHook> _scalingHooks = [];
    private readonly Dictionary<string, ScalingMetricCallback> _scalingMetrics = new(StringComparer.Ordinal);
    private ILoggerFactory _loggerFactory = NullLoggerFactory.Instance;
    private TimeProvider _timeProvider = TimeProvider.System;
    private Action<ModelLoadProgress>? _progress;
    private readonly List<ObserverRegistration> _observers = [];
    private IMeterFactory? _meterFactory;

    /// <summary>Adds a folder whose sub-folders are plugins.</summary>
    /// <param name="path">Absolute, or from the application's folder.</param>
    public MceServerBuilder AddPluginDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _plugins.PluginRoots.Add(path);
        return this;
    }

    /// <summary>Adds the folder of one plugin.</summary>
    /// <param name="path">Absolute, or from the application's folder.</param>
    public MceServerBuilder AddPlugin(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _plugins.PluginDirectories.Add(path);
        return this;
    }

    /// <summary>Adds a backend that the application references itself: no folder, no load context. For trimmed apps and tests.</summary>
    /// <typeparam name="T">A class with <see cref="ExportBackendAttribute"/>.</typeparam>
    /// <exception cref="ArgumentException">The class lacks the attribute.</exception>
    public MceServerBuilder AddBackend<T>()
        where T : class, IBackend, new()
    {
        ExportBackendAttribute export = typeof(T).GetCustomAttribute<ExportBackendAttribute>()
            ?? throw new ArgumentException($"{typeof(T)} lacks [ExportBackend(framework, version)]; give the two to AddBackend(framework, version, factory) instead.");
        return AddBackend(export.Framework, export.FrameworkVersion, static () => new T());
    }

    /// <summary>Adds a backend that the application makes itself.</summary>
    /// <param name="framework">The name that containers use.</param>
    /// <param name="frameworkVersion">The framework's version.</param>
    /// <param name="factory">Called once, when a container first needs it.</param>
    public MceServerBuilder AddBackend(string framework, string frameworkVersion, Func<IBackend> factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(framework);
        ArgumentException.ThrowIfNullOrEmpty(frameworkVersion);
        ArgumentNullException.ThrowIfNull(factory);
        _plugins.StaticBackends.Add(new StaticBackend(framework, frameworkVersion, factory));
        return this;
    }

    /// <summary>
    /// Forgets every plugin folder added so far, those from configuration too: for tests that put a backend of their own in the place of
    /// a plugin, see <see cref="AddBackend(string, string, Func{IBackend})"/>.
    /// </summary>
    public MceServerBuilder ClearPluginDirectories()
    {
        _plugins.PluginRoots.Clear();
        _plugins.PluginDirectories.Clear();
        return this;
    }

    /// <summary>Gives a framework's plugin its settings, as the plugin documents them.</summary>
    /// <param name="framework">The framework, optionally with a version.</param>
    /// <param name="settings">All its settings.</param>
    public MceServerBuilder ConfigurePlugin(string framework, BackendSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(framework);
        ArgumentNullException.ThrowIfNull(settings);
        _plugins.Settings[framework] = settings;
        return this;
    }

    /// <summary>Loads plugins so that <see cref="MceServer.UnloadPluginAsync"/> can unload them. Default off: collectible code can be slower.</summary>
    public MceServerBuilder UseUnloadablePlugins(bool enabled = true)
    {
        _plugins.Collectible = enabled;
        return this;
    }

    /// <summary>Adds an endpoint, described in code. It is direct unless it says <see cref="EndpointBuilder.AsSerial"/>.</summary>
    public MceServerBuilder AddEndpoint(string name, Action<EndpointBuilder> configure)
    {
        return AddEndpoint(EndpointBuilder.Build(name, configure));
    }

    /// <summary>Adds an endpoint.</summary>
    public MceServerBuilder AddEndpoint(EndpointConfig endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoints.Add(endpoint);
        _fromCode.Add(endpoint);
        return this;
    }

    /// <summary>
    /// Reads plugins, options and endpoints from a section, in the library's words or in SageMaker's. An endpoint is serial
    /// unless it says <c>Direct</c>, as with SageMaker. A section that changes later changes the endpoints of a running server, see
    /// <see cref="MceOptions.ReloadOnChange"/>. See docs/configuration.md.
    /// </summary>
    public MceServerBuilder AddConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        int before = _fromCode.Count;
        new ConfigurationReader(_errors).Read(section, this);
        _fromCode.RemoveRange(before, _fromCode.Count - before);
        _sections.Add(section);
        return this;
    }

    /// <summary>Sets options.</summary>
    public MceServerBuilder Configure(Action<MceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Sets where the server logs. Default nowhere.</summary>
    public MceServerBuilder UseLoggerFactory(ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _loggerFactory = loggerFactory;
        return this;
    }

    /// <summary>Sets the clock. Default the system's.</summary>
    public MceServerBuilder UseTimeProvider(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        return this;
    }

    /// <summary>Calls a handler as containers load.</summary>
    public MceServerBuilder OnLoadProgress(Action<ModelLoadProgress> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _progress += handler;
        return this;
    }

    internal IReadOnlyList<EndpointConfig> Endpoints => _endpoints;

    /// <summary>Adds a hook that gets every scaling decision before it is acted on. Several are asked in the order in which they are added.</summary>
    public MceServerBuilder AddScalingHook(IScalingHook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        _scalingHooks.Add(hook);
        return this;
    }

    /// <summary>Registers a custom metric, which scaling policies name; one of the same name is replaced.</summary>
    /// <param name="name">The name, or CloudWatch's <c>Namespace/MetricName</c> for policies in AWS's JSON.</param>
    /// <param name="callback">What gives its value.</param>
    public MceServerBuilder AddScalingMetric(string name, ScalingMetricCallback callback)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(callback);
        _scalingMetrics[name] = callback;
        return this;
    }

    /// <summary>Tells an observer what happens to requests and containers, on a thread of its own. See docs/observability.md.</summary>
    /// <param name="observer">Stays the caller's.</param>
    /// <param name="bufferedEvents">
    /// How many events may wait for it; more are lost. From 64 to 1,048,576, rounded up to a power of two; default 8,192, which takes about 1 MB.
    /// </param>
    public MceServerBuilder AddObserver(IInvocationObserver observer, int bufferedEvents = 8_192)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferedEvents, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bufferedEvents, 1 << 20);
        _observers.Add(new ObserverRegistration(observer, (int)BitOperations.RoundUpToPowerOf2((uint)bufferedEvents)));
        return this;
    }

    /// <summary>Sets where the server's meter comes from. Default one of its own; with dependency injection the services' factory.</summary>
    public MceServerBuilder UseMeterFactory(IMeterFactory meterFactory)
    {
        ArgumentNullException.ThrowIfNull(meterFactory);
        _meterFactory = meterFactory;
        return this;
    }

    /// <summary>Makes the server. Nothing is loaded before <see cref="MceServer.StartAsync"/>.</summary>
    public MceServer Build() => new(Setup());

    /// <summary>Makes a workbench, which opens models one at a time, over this builder's plugins and options.</summary>
    public ModelWorkbench BuildWorkbench() => new(Setup());

    private ServerSetup Setup()
    {
        _plugins.TimeProvider = _timeProvider;
        _plugins.Trust = new TrustPolicy(_options);
        return new ServerSetup(_options, [.. _endpoints], _plugins, [.. _errors], _loggerFactory, _timeProvider, _progress)
        {
            Source = new TopologySource([.. _fromCode], [.. _sections]),
            Scaling = new ScalingSetup([.. _scalingHooks], new Dictionary<string, ScalingMetricCallback>(_scalingMetrics, StringComparer.Ordinal)),
            Telemetry = new TelemetrySetup(_meterFactory, [.. _observers]),
        };
    }
}
