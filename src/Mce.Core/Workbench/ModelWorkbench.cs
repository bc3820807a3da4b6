using System.Collections.Frozen;
namespace Mce;

/// <summary>Looks into model files and opens models one at a time, without endpoints: for tools, tests and notebooks. Thread-safe.</summary>
/// <remarks>
/// Made by <see cref="MceServerBuilder.BuildWorkbench"/> over the same plugins and options as a server; endpoints of the builder are
/// not looked at. All models share the plugins, which are loaded on first need. Dispose the models first, then the workbench.
/// </remarks>
public sealed class ModelWorkbench : IAsyncDisposable
{
    private const string Name = "model";

    private readonly ServerSetup _setup;
    private readonly PluginHost _plugins;
    private readonly TopologyLoader _loader;

    internal ModelWorkbench(ServerSetup setup)
    {
        _setup = setup;
        _plugins = new PluginHost(setup.Plugins, setup.LoggerFactory);
        _plugins.Discover();
        _loader = new TopologyLoader(setup, _plugins, telemetry: null);
    }

    /// <summary>The framework that a file's content asks for.</summary>
    /// <param name="path">The file, absolute or from the current folder.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, or <see cref="MceErrorCodes.ModelInvalid"/> for a file that no framework of this
    /// library serves, saying what it seems to be.
    /// </exception>
    public static string FrameworkOf(string path)
    {
        ModelFileKind kind = ModelFile.Detect(path);
        return ModelFile.FrameworkFor(kind) ?? throw WorkbenchErrors.NoFramework(path, kind);
    }

    /// <summary>Says all that can be found out about a model file. A model that can't be served is reported, not thrown.</summary>
    /// <param name="path">The file, absolute or from the current folder.</param>
    /// <param name="framework">The framework, optionally with a version; null = the one that the content asks for.</param>
    /// <param name="settings">The container settings to try it with.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>.</exception>
    /// <exception cref="ObjectDisposedException">The workbench was let go.</exception>
    public Task<ModelInspection> InspectAsync(string path, string? framework = null, BackendSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        return Task.Run(() => new ModelInspector(_plugins, _setup.Trust).Inspect(full, framework, settings, cancellationToken), cancellationToken);
    }

    /// <summary>Opens a model, with the settings of a container; its name is not looked at.</summary>
    /// <param name="container">The model; a relative path starts at <see cref="MceOptions.BaseDirectory"/>.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="MceException">Why it can't be opened, as at the start of a server.</exception>
    /// <exception cref="ObjectDisposedException">The workbench was let go.</exception>
    public async Task<OpenModel> OpenAsync(ContainerConfig container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        var endpoint = new EndpointConfig { Name = Name, Mode = InvocationMode.Direct, Containers = [container with { Name = Name, InputMap = FrozenDictionary<string, InputSource>.Empty }] };
        // Not a server for each: what a start does besides loading would cost as much as a small model's load.
        Container loaded = await Task.Run(() => _loader.LoadAlone(endpoint, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new OpenModel(loaded, _setup);
    }

    /// <summary>The doctor's view of plugins, load contexts, natives and conflicts, as of now.</summary>
    public PluginReport CreatePluginReport() => _plugins.CreateReport();

    /// <summary>Loads the plugin of a framework without a model, so that a report can tell of it.</summary>
    /// <param name="framework">The framework, optionally with a version.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.FrameworkNotFound"/>, <see cref="MceErrorCodes.PluginInvalid"/> or
    /// <see cref="MceErrorCodes.NativeLibraryUnavailable"/>.
    /// </exception>
    public void LoadPlugin(string framework)
    {
        ArgumentException.ThrowIfNullOrEmpty(framework);
        _plugins.Acquire(framework).Dispose();
    }

    /// <summary>Loads every plugin, as far as it can be loaded, and reports on all of them: the doctor's whole examination.</summary>
    /// <param name="withDigests">Whether to give each plugin's digest, which reads all its files: tens of megabytes.</param>
    /// <param name="cancellationToken">Stops between two plugins.</param>
    /// <returns>The report; a plugin that can't be loaded stands in it with its error, and nothing is thrown for it.</returns>
    public PluginReport LoadPlugins(bool withDigests = true, CancellationToken cancellationToken = default)
    {
        _plugins.LoadAll(cancellationToken);
        return _plugins.CreateReport(withDigests);
    }

    /// <summary>Lets all plugins go.</summary>
    public ValueTask DisposeAsync() => _plugins.DisposeAsync();
}
