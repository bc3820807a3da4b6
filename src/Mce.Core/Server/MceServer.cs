using System.Runtime.CompilerServices;
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
    private readonly Lock _gate = new();
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
    }

    /// <summary>Whether every container is loaded and warm.</summary>
    public bool IsReady => Volatile.Read(ref _topology) is not null;

    /// <summary>The loaded endpoints; empty before the server is ready.</summary>
    public IReadOnlyList<EndpointDescription> Endpoints =>
        [.. (Volatile.Read(ref _topology)?.Endpoints ?? []).Select(Describe)];

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
                _stopping = topology is null ? Task.CompletedTask : Task.Run(() => DrainAsync(topology), CancellationToken.None);
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
                return new ValueTask<InferenceResponse>(pending.Result);
            }

            leased = null; // the continuation gives it back
            return AwaitAndReleaseAsync(endpoint, pending);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromException<InferenceResponse>(e.CancellationToken == cancellationToken ? e : new OperationCanceledException(e.Message, e, cancellationToken));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<InferenceResponse>(e);
        }
        finally
        {
            leased?.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<InferenceResponse> AwaitAndReleaseAsync(Endpoint endpoint, ValueTask<InferenceResponse> pending)
    {
        try
        {
            return await pending.ConfigureAwait(false);
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
        var loader = new TopologyLoader(_setup, _plugins);
        IReadOnlyList<Endpoint> endpoints = await loader.LoadAsync(errors, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0) throw ConfigurationErrors.Bundle(errors);

        if (endpoints.Count == 0) Log.NoEndpoints(_logger);
        lock (_gate)
        {
            if (_stopping is null)
            {
                Volatile.Write(ref _topology, new TopologySnapshot(endpoints));
                Log.Ready(_logger, endpoints.Count, endpoints.Sum(e => e.Containers.Count));
                return;
            }
        }

        // Stopped while loading: nobody will ever ask for these.
        foreach (Endpoint endpoint in endpoints) endpoint.Retire();
        // Until they are gone: DisposeAsync waits for this task, and closes the plugins after.
        await Task.WhenAll(endpoints.Select(DrainAsync)).ConfigureAwait(false);
        throw new OperationCanceledException("The server was stopped while it started.");
    }

    private async Task DrainAsync(TopologySnapshot topology)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        foreach (Endpoint endpoint in topology.Endpoints) endpoint.Retire();
        Task drained = Task.WhenAll(topology.Endpoints.Select(DrainAsync));
        try
        {
            await drained.WaitAsync(_setup.Options.DrainTimeout, _setup.TimeProvider).ConfigureAwait(false);
            Log.Drained(_logger, _setup.TimeProvider.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (TimeoutException)
        {
            foreach (Endpoint endpoint in topology.Endpoints.Where(e => !e.Drained.IsCompleted))
                Log.DrainTimedOut(_logger, endpoint.Name, endpoint.References, _setup.Options.DrainTimeout);
        }
        catch (Exception e)
        {
            Log.TearDownFailed(_logger, e);
        }
    }

    // All of them, also when one fails: the plugins are closed next.
    private async Task DrainAsync(Endpoint endpoint)
    {
        await endpoint.Drained.ConfigureAwait(false);
        Task drained = Task.WhenAll(endpoint.Containers.Select(c => c.Drained));
        await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Exception fault in drained.Exception?.InnerExceptions ?? []) Log.TearDownFailed(_logger, fault);
    }

    private EndpointDescription Describe(Endpoint endpoint) => new(endpoint.Name, endpoint.Mode, endpoint.Signature, [.. endpoint.Containers.Select(c => ContainerDescription.Of(c, _setup.Options))]);
}
