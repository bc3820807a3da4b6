using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>A multi-container endpoint inside the application's process. Thread-safe.</summary>
/// <remarks>
/// Life: <see cref="MceServerBuilder.Build"/> → <see cref="StartAsync"/> loads and warms every container →
/// <see cref="InvokeAsync"/> from any thread → <see cref="StopAsync"/> lets running and waiting requests finish →
/// <see cref="DisposeAsync"/>. A server is started once.
/// </remarks>
public sealed class MceServer : IInferenceServer, IAsyncDisposable
{
    private readonly ServerSetup _setup;
    private readonly PluginHost _plugins;
    private readonly ILogger _logger;
    private readonly Telemetry _telemetry;
    private readonly HealthWatch _health;
    private readonly LiveTopology _topology;
    private readonly Lock _gate = new();
    private ServerLoops? _loops;
    private Task? _starting;
    private Task? _stopping;
    private Task? _disposing;
    private bool _disposed;

    internal MceServer(ServerSetup setup)
    {
        _setup = setup;
        _logger = setup.LoggerFactory.CreateLogger<MceServer>();
        _plugins = new PluginHost(setup.Plugins, setup.LoggerFactory);
        _plugins.Discover();
        _telemetry = new Telemetry(setup.Telemetry, setup.TimeProvider, setup.LoggerFactory, setup.Options.BaseDirectory);
        _health = new HealthWatch(_telemetry, setup.Options.StuckCallAfter, _logger);
        _topology = new LiveTopology(setup, _plugins, _telemetry, _logger)
        {
            Published = world => (_loops ??= new ServerLoops(this, setup, _telemetry, () => _topology!.Current)).Observe(world),
        };
    }

    /// <summary>Whether every container is loaded and warm.</summary>
    public bool IsReady => _topology.Current is not null;

    /// <summary>The loaded endpoints; empty before the server is ready.</summary>
    public IReadOnlyList<EndpointDescription> Endpoints =>
        [.. (_topology.Current?.Endpoints ?? []).Select(Describe)];

    /// <summary>The configuration that serves now: what <see cref="ApplyAsync"/> changes. Before the start, the one to be loaded.</summary>
    public TopologyConfig Topology => _topology.Current?.Config ?? new TopologyConfig(_setup.Endpoints);

    /// <summary>The threads that the containers may keep busy, against the processors there are; without containers before the server is ready.</summary>
    public ThreadBudget Threads => ThreadBudget.Of(_topology.Current?.Endpoints ?? [], _setup);

    /// <summary>Loads and warms all containers, in parallel, and opens for requests.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ConfigurationInvalid"/>, with every mistake found.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; everything loaded so far is let go.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_starting is not null) throw new InvalidOperationException("A server is started once; build another one.");
            _telemetry.Start();
            _health.Start();
            return _starting = Task.Run(() => LoadAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A UI thread must not compute: with a synchronization context captured, the whole call moves to the pool.
        return SynchronizationContext.Current is null ? InvokeHere(request, cancellationToken) : InvokeOnPool(request, cancellationToken);
    }

    /// <summary>
    /// Changes the endpoints while requests run. Builds the next world beside the one that serves, loads and warms what is new or
    /// different, then publishes it at once; requests that began in the old one end there. A container that is the same to the last
    /// setting, and whose model files haven't changed, is kept as it is. Changes are made one after the other.
    /// </summary>
    /// <param name="config">All endpoints, not only the changed ones: see <see cref="Topology"/> and <see cref="TopologyConfig.With(EndpointConfig)"/>.</param>
    /// <param name="cancellationToken">Gives the change up; the old world goes on.</param>
    /// <returns>What was changed, once new requests see it; see <see cref="TopologyChange.Drained"/> for the end of the old.</returns>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ConfigurationInvalid"/>, with every mistake found: nothing was changed.
    /// <see cref="MceErrorCodes.NotReady"/>: the server isn't started, or it is stopped.
    /// </exception>
    public Task<TopologyChange> ApplyAsync(TopologyConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ReloadAsync(config, [], cancellationToken);
    }

    /// <summary>Applies a configuration, or refuses it with the mistakes that reading it found and all others.</summary>
    internal async Task<TopologyChange> ReloadAsync(TopologyConfig config, IReadOnlyList<MceException> mistakes, CancellationToken cancellationToken)
    {
        if (_topology.Current is null) throw NotServing();
        return await _topology.ChangeAsync(config, mistakes, cancellationToken).ConfigureAwait(false) ?? throw NotServing();
    }

    /// <summary>Loads those models anew whose files have changed, in the configuration that serves once it is this change's turn.</summary>
    internal async Task ReloadModelsAsync(CancellationToken cancellationToken)
    {
        if (_topology.Current is null) throw NotServing();
        _ = await _topology.ChangeAsync(config: null, [], cancellationToken).ConfigureAwait(false) ?? throw NotServing();
    }

    /// <summary>Sets how many replicas a container has, within the bounds of its instance groups. Autoscaling, where it is on, goes on from there.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="replicas">How many; 0, where the bounds allow it, lets the model leave memory until a request comes.</param>
    /// <param name="cancellationToken">Gives it up; replicas made so far stay.</param>
    /// <returns>Completes when new replicas take requests, and those taken away are through with theirs.</returns>
    /// <exception cref="MceException">There is no such container, the number is out of bounds, or a replica can't be made.</exception>
    public async Task ScaleAsync(string endpoint, string container, int replicas, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(container);
        while (true)
        {
            TopologySnapshot topology = _topology.Current ?? throw NotServing();
            ReplicaSet set = topology.Get(endpoint, container).Replicas;
            if (replicas < set.Minimum || replicas > set.Maximum) throw RequestErrors.ReplicasOutOfBounds(endpoint, container, replicas, set.Minimum, set.Maximum);
            try
            {
                await set.ScaleAsync(replicas, cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectDisposedException) when (_topology.Current != topology)
            {
                continue;
            }

            // Replaced by a change meanwhile: what is wanted is wanted of the one that serves now.
            if (_topology.Current?.Find(endpoint, container) is not { } serving || serving.Replicas == set) return;
        }
    }

    /// <summary>The load of one container now.</summary>
    internal ReplicaSample SampleOf(string endpoint, string container) =>
        (_topology.Current ?? throw NotServing()).Get(endpoint, container).Replicas.Sample();

    /// <summary>
    /// Closes for new requests and waits until the running and waiting ones are through, at most
    /// <see cref="MceOptions.DrainTimeout"/>. Models still in use after that are left in memory, with an error in the log:
    /// freeing memory that native code reads would kill the process.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _stopping ??= _topology.Close(async () =>
            {
                if (_loops is { } loops) await loops.DisposeAsync().ConfigureAwait(false);
            });
            return _stopping.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Stops, then lets all plugins go. Requests after this get an <see cref="ObjectDisposedException"/>. Every call waits until that
    /// is done, whichever began it.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            return new ValueTask(_disposing ??= DisposeOnceAsync());
        }
    }

    private async Task DisposeOnceAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_starting is { } starting) await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its error went to StartAsync's caller
        await _plugins.DisposeAsync().ConfigureAwait(false);
        _topology.Dispose();
        _health.Dispose();
        await _telemetry.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>How the server and its containers are now. Reads what is counted anyway: requests don't notice.</summary>
    public ServerHealth CheckHealth() => new(
        IsLive: !Volatile.Read(ref _disposed) && _starting is not { IsFaulted: true } and not { IsCanceled: true },
        IsReady,
        _health.Look());

    /// <summary>Completes when every observer was told of everything that happened up to now, or was too slow for it.</summary>
    public Task FlushObserversAsync(CancellationToken cancellationToken = default) => _telemetry.Observers.FlushAsync().WaitAsync(cancellationToken);

    /// <summary>The doctor's view of plugins, load contexts, natives and conflicts, as of now.</summary>
    public PluginReport CreatePluginReport() => _plugins.CreateReport();

    /// <summary>Unloads a plugin that no container uses. Needs <see cref="MceServerBuilder.UseUnloadablePlugins"/>.</summary>
    /// <returns>Whether it is gone, and if not, why.</returns>
    public Task<PluginUnloadResult> UnloadPluginAsync(string name, CancellationToken cancellationToken = default) =>
        _plugins.UnloadAsync(name, cancellationToken);

    /// <inheritdoc/>
    public ModelSignature GetSignature(InferenceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Endpoint? endpoint = null;
        try
        {
            endpoint = (_topology.Current ?? throw NotServing()).Find(request);
            return endpoint.SignatureFor(request);
        }
        catch (MceException e)
        {
            _telemetry.CountError(endpoint, request, e); // its caller won't invoke it
            throw;
        }
    }

    // Apart, since the closure would be allocated by every call of the method it stands in.
    private ValueTask<InferenceResponse> InvokeOnPool(InferenceRequest request, CancellationToken cancellationToken) =>
        new(Task.Run(() => InvokeHere(request, cancellationToken).AsTask(), CancellationToken.None));

    private ValueTask<InferenceResponse> InvokeHere(InferenceRequest request, CancellationToken cancellationToken)
    {
        Endpoint? leased = null;
        try
        {
            Endpoint endpoint = _topology.Lease(request) ?? throw NotServing();
            leased = endpoint;

            ValueTask<InferenceResponse> pending = endpoint.InvokeAsync(request, cancellationToken);
            if (pending.IsCompletedSuccessfully)
            {
                // Read the result before the count goes: an operation's source may be reused after.
                InferenceResponse response = pending.Result;
                return response.Refusal is { } refusal ? Failed(endpoint, request, refusal, cancellationToken) : new ValueTask<InferenceResponse>(response);
            }

            leased = null; // the continuation gives it back
            return AwaitAndReleaseAsync(endpoint, request, pending, cancellationToken);
        }
        catch (Exception e)
        {
            return Failed(leased, request, e, cancellationToken);
        }
        finally
        {
            leased?.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<InferenceResponse> AwaitAndReleaseAsync(
        Endpoint endpoint, InferenceRequest request, ValueTask<InferenceResponse> pending, CancellationToken cancellationToken)
    {
        Exception error;
        try
        {
            InferenceResponse response = await pending.ConfigureAwait(false);
            if (response.Refusal is null) return response;
            error = response.Refusal;
        }
        catch (Exception e)
        {
            error = e;
        }
        finally
        {
            endpoint.Release();
        }

        _telemetry.CountError(endpoint, request, error);
        error = CallersOwn(error, cancellationToken);
        ExceptionDispatchInfo.Throw(error);
        return default;
    }

    private ValueTask<InferenceResponse> Failed(Endpoint? endpoint, InferenceRequest request, Exception error, CancellationToken cancellationToken)
    {
        _telemetry.CountError(endpoint, request, error);
        return ValueTask.FromException<InferenceResponse>(CallersOwn(error, cancellationToken));
    }

    // Inside, a request with a deadline has a token of its own: who cancelled a call looks for theirs.
    private static Exception CallersOwn(Exception error, CancellationToken cancellationToken) =>
        error is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested && cancelled.CancellationToken != cancellationToken
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : error;

    private Exception NotServing() => Volatile.Read(ref _disposed)
        ? new ObjectDisposedException(nameof(MceServer))
        : new MceException(
            MceErrorCodes.NotReady,
            _stopping is not null ? "The server is stopped and takes no requests." : "The server isn't ready: await StartAsync first.",
            isTransient: _stopping is null);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        TopologySnapshot world = await _topology.StartAsync(cancellationToken).ConfigureAwait(false);
        if (world.Endpoints.Count == 0) Log.NoEndpoints(_logger);
        HardwareLog.Report(_logger, ThreadBudget.Of(world.Endpoints, _setup));
        Log.Ready(_logger, world.Endpoints.Count, world.Endpoints.Sum(e => e.Containers.Count));
    }

    private EndpointDescription Describe(Endpoint endpoint) => new(endpoint.Name, endpoint.Mode, endpoint.Signature, [.. endpoint.Containers.Select((c, i) => ContainerDescription.Of(c, _setup.Options) with { Wiring = endpoint.WiringOf(i) })]);
}
