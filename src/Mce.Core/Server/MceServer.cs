using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>A multi-container endpoint inside the application's process. Thread-safe.</summary>
/// <remarks>
/// Life: <see cref="MceServerBuilder.Build"/> → <see cref="StartAsync"/> loads and warms every container →
/// <see cref="InvokeAsync"/> from any thread → <see cref="StopAsync"/> lets running and waiting requests finish →
/// <see cref="DisposeAsync"/>. A server is started once.
/// </remarks>
public sealed partial class MceServer : IInferenceServer, IAsyncDisposable
{
    private readonly ServerSetup _setup;
    private readonly PluginHost _plugins;
    private readonly ILogger _logger;
    private readonly TopologyLoader _loader;
    private readonly EndpointDrain _drain;
    private readonly Telemetry _telemetry;
    private readonly HealthWatch _health;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changing = new(1, 1); // one change at a time
    private readonly CancellationTokenSource _closing = new(); // changes under way are given up
    private readonly List<Task> _drains = []; // of earlier worlds, under the gate
    private ServerLoops? _loops;
    private TopologySnapshot? _topology; // read once per request; null = not ready
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
        _loader = new TopologyLoader(setup, _plugins, _telemetry);
        _drain = new EndpointDrain(setup.Options, setup.TimeProvider, _logger);
    }

    /// <summary>Whether every container is loaded and warm.</summary>
    public bool IsReady => Volatile.Read(ref _topology) is not null;

    /// <summary>The loaded endpoints; empty before the server is ready.</summary>
    public IReadOnlyList<EndpointDescription> Endpoints =>
        [.. (Volatile.Read(ref _topology)?.Endpoints ?? []).Select(Describe)];

    /// <summary>The configuration that serves now: what <see cref="ApplyAsync"/> changes. Before the start, the one to be loaded.</summary>
    public TopologyConfig Topology => Volatile.Read(ref _topology)?.Config ?? new TopologyConfig(_setup.Endpoints);

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
    public async Task<TopologyChange> ApplyAsync(TopologyConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Volatile.Read(ref _topology) is null) throw NotServing();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _changing.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => ChangeAndTellAsync(config, either.Token), CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _changing.Release();
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NotServing();
        }
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
        TopologySnapshot topology = Volatile.Read(ref _topology) ?? throw NotServing();
        Container target = topology.Get(endpoint, container);
        ReplicaSet set = target.Replicas;
        if (replicas < set.Minimum || replicas > set.Maximum) throw RequestErrors.ReplicasOutOfBounds(endpoint, container, replicas, set.Minimum, set.Maximum);
        await target.ScaleAsync(replicas, "It was asked for.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes for new requests and waits until the running and waiting ones are through, at most
    /// <see cref="MceOptions.DrainTimeout"/>. Models still in use after that are left in memory, with an error in the log:
    /// freeing memory that native code reads would kill the process.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_stopping is null)
            {
                // Closed before this method returns: whoever called it sees no later request get in.
                TopologySnapshot? topology = _topology;
                Volatile.Write(ref _topology, null);
                Task[] earlier = [.. _drains];
                _stopping = topology is null && earlier.Length == 0
                    ? _closing.CancelAsync()
                    : Task.Run(() => CloseAsync(topology, earlier), CancellationToken.None);
            }

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
        _health.Dispose();
        await _telemetry.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The doctor's view of plugins, load contexts, natives and conflicts, as of now.</summary>
    public PluginReport CreatePluginReport() => _plugins.CreateReport();

    /// <summary>Unloads a plugin that no container uses. Needs <see cref="MceServerBuilder.UseUnloadablePlugins"/>.</summary>
    /// <returns>Whether it is gone, and if not, why.</returns>
    public Task<PluginUnloadResult> UnloadPluginAsync(string name, CancellationToken cancellationToken = default) =>
        _plugins.UnloadAsync(name, cancellationToken);

    // Apart, since the closure would be allocated by every call of the method it stands in.
    private ValueTask<InferenceResponse> InvokeOnPool(InferenceRequest request, CancellationToken cancellationToken) =>
        new(Task.Run(() => InvokeHere(request, cancellationToken).AsTask(), CancellationToken.None));

    private ValueTask<InferenceResponse> InvokeHere(InferenceRequest request, CancellationToken cancellationToken)
    {
        Endpoint? leased = null;
        try
        {
            TopologySnapshot topology = Volatile.Read(ref _topology) ?? throw NotServing();
            Endpoint endpoint = topology.Find(request);
            if (!endpoint.TryAddReference()) throw NotServing();
            leased = endpoint;

            ValueTask<InferenceResponse> pending = endpoint.InvokeAsync(request, cancellationToken);
            if (pending.IsCompletedSuccessfully)
            {
                // Read the result before the count goes: an operation's source may be reused after.
                InferenceResponse response = pending.Result;
                return response.Refusal is { } refusal ? Failed(endpoint, request, refusal) : new ValueTask<InferenceResponse>(response);
            }

            leased = null; // the continuation gives it back
            return AwaitAndReleaseAsync(endpoint, request, pending);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            return Failed(leased, request, e.CancellationToken == cancellationToken ? e : new OperationCanceledException(e.Message, e, cancellationToken));
        }
        catch (Exception e)
        {
            return Failed(leased, request, e);
        }
        finally
        {
            leased?.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<InferenceResponse> AwaitAndReleaseAsync(Endpoint endpoint, InferenceRequest request, ValueTask<InferenceResponse> pending)
    {
        try
        {
            InferenceResponse response = await pending.ConfigureAwait(false);
            return response.Refusal is { } refusal ? throw refusal : response;
        }
        catch (Exception e)
        {
            _telemetry.CountError(endpoint, request, e);
            throw;
        }
        finally
        {
            endpoint.Release();
        }
    }

    private Exception NotServing() => Volatile.Read(ref _disposed)
        ? new ObjectDisposedException(nameof(MceServer))
        : new MceException(
            MceErrorCodes.NotReady,
            _stopping is not null ? "The server is stopped and takes no requests." : "The server isn't ready: await StartAsync first.",
            isTransient: _stopping is null);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var errors = new List<MceException>(_setup.Errors);
        var config = new TopologyConfig(_setup.Endpoints);
        IReadOnlyList<Endpoint> endpoints = await _loader.LoadAsync(config, current: null, errors, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0) throw ConfigurationErrors.Bundle(errors);

        if (endpoints.Count == 0) Log.NoEndpoints(_logger);
        if (Publish(new TopologySnapshot(config, endpoints)))
        {
            Log.Ready(_logger, endpoints.Count, endpoints.Sum(e => e.Containers.Count));
            return;
        }

        // Stopped while loading: nobody will ever ask for these. Until they are gone: DisposeAsync waits for this task, and closes the plugins after.
        await LetGoAsync(endpoints).ConfigureAwait(false);
        throw new OperationCanceledException("The server was stopped while it started.");
    }

    private async Task<TopologyChange> ChangeAsync(TopologyConfig config, CancellationToken cancellationToken)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        TopologySnapshot current = Volatile.Read(ref _topology) ?? throw NotServing();
        var errors = new List<MceException>();
        _plugins.Rediscover();
        IReadOnlyList<Endpoint> endpoints = await _loader.LoadAsync(config, current, errors, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0) throw ConfigurationErrors.Bundle(errors);
        if (!Publish(new TopologySnapshot(config, endpoints)))
        {
            await LetGoAsync(endpoints).ConfigureAwait(false);
            throw NotServing();
        }

        TimeSpan elapsed = _setup.TimeProvider.GetElapsedTime(began);
        IReadOnlyList<ContainerChange> changes = TopologyChange.Compare(current.Endpoints, endpoints);
        Log.Changed(
            _logger,
            changes.Count(c => c.Kind == ContainerChangeKind.Added),
            changes.Count(c => c.Kind == ContainerChangeKind.Removed),
            changes.Count(c => c.Kind == ContainerChangeKind.Replaced),
            changes.Count(c => c.Kind == ContainerChangeKind.Kept),
            elapsed.TotalMilliseconds);
        return new TopologyChange(changes, elapsed, Retire(current, endpoints));
    }

    private bool Publish(TopologySnapshot next)
    {
        lock (_gate)
        {
            if (_stopping is not null) return false;
            Volatile.Write(ref _topology, next);
            _loops ??= new ServerLoops(this, _setup, _logger);
            _loops.Observe(next);
            return true;
        }
    }

    private Task Retire(TopologySnapshot old, IReadOnlyList<Endpoint> next)
    {
        foreach (Container container in old.Endpoints.SelectMany(e => e.Containers).Except(next.SelectMany(e => e.Containers))) container.BeginDrain();
        Task drain = _drain.RunAsync(old.Endpoints);
        lock (_gate)
        {
            _drains.RemoveAll(d => d.IsCompleted);
            _drains.Add(drain);
        }

        return drain;
    }

    private async Task CloseAsync(TopologySnapshot? topology, Task[] earlier)
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_loops is { } loops) await loops.DisposeAsync().ConfigureAwait(false);
        foreach (Container container in topology?.Endpoints.SelectMany(e => e.Containers) ?? []) container.BeginDrain();
        if (topology is not null) await _drain.RunAsync(topology.Endpoints).ConfigureAwait(false);
        await Task.WhenAll(earlier).ConfigureAwait(false);
        // A change that was under way lets go of what it loaded.
        await _changing.WaitAsync().ConfigureAwait(false);
        _changing.Release();
    }

    private Task LetGoAsync(IReadOnlyList<Endpoint> endpoints)
    {
        foreach (Endpoint endpoint in endpoints) endpoint.Release();
        return _drain.WhenGoneAsync(endpoints);
    }

    private EndpointDescription Describe(Endpoint endpoint) => new(endpoint.Name, endpoint.Mode, endpoint.Signature, [.. endpoint.Containers.Select(c => ContainerDescription.Of(c, _setup.Options))]);
}
