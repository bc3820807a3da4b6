using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>The world that serves, and the way from one to the next. Thread-safe.</summary>
/// <remarks>
/// Invariants: a request sees one world. The next world is whole before anybody sees it. A world that is left is let go after it can't
/// be found any more. Nothing is published after the close.
/// </remarks>
internal sealed class LiveTopology : IDisposable
{
    private readonly ServerSetup _setup;
    private readonly PluginHost _plugins;
    private readonly TopologyLoader _loader;
    private readonly EndpointDrain _drain;
    private readonly Telemetry _telemetry;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changing = new(1, 1); // one change at a time
    private readonly CancellationTokenSource _closing = new(); // changes under way are given up
    private readonly List<Task> _drains = []; // of earlier worlds, under the gate
    private TopologySnapshot? _current;
    private bool _isClosed; // under the gate

    public LiveTopology(ServerSetup setup, PluginHost plugins, Telemetry telemetry, ILogger logger)
    {
        _setup = setup;
        _plugins = plugins;
        _telemetry = telemetry;
        _logger = logger;
        _loader = new TopologyLoader(setup, plugins, telemetry);
        _drain = new EndpointDrain(setup.Options, setup.TimeProvider, logger);
    }

    /// <summary>Called with each world as it is published, one after the other. Not to be slow, and not to throw.</summary>
    public Action<TopologySnapshot>? Published { get; set; }

    /// <summary>The world that serves; null = none yet, or none any more.</summary>
    public TopologySnapshot? Current => Volatile.Read(ref _current);

    /// <summary>Finds the endpoint of a request and takes a count of it. Null = nothing serves.</summary>
    /// <exception cref="MceException">There is no such endpoint.</exception>
    public Endpoint? Lease(InferenceRequest request)
    {
        while (true)
        {
            if (Volatile.Read(ref _current) is not { } world) return null;
            Endpoint endpoint = world.Find(request);
            if (endpoint.TryAddReference()) return endpoint;
            // The world was left, and the endpoint's last request ended, between the two lines above: the next world is there.
        }
    }

    /// <summary>Loads the first world.</summary>
    /// <exception cref="MceException">Every mistake found.</exception>
    /// <exception cref="OperationCanceledException">It was given up, or closed meanwhile.</exception>
    public async Task<TopologySnapshot> StartAsync(CancellationToken cancellationToken)
    {
        var config = new TopologyConfig(_setup.Endpoints);
        TopologySnapshot first = await BuildAsync(config, current: null, [.. _setup.Errors], cancellationToken).ConfigureAwait(false);
        if (Publish(first)) return first;
        // Nobody will ever ask for these. Until they are gone: whoever closes the server waits for this, and closes the plugins after.
        await LetGoAsync(first).ConfigureAwait(false);
        throw new OperationCanceledException("The server was stopped while it started.");
    }

    /// <summary>Replaces the world that serves.</summary>
    /// <param name="config">The next one; null = the one that serves when it is this change's turn, so that no change before it is undone.</param>
    /// <param name="mistakes">Found while it was read: none may be there, and they are reported with what else is wrong.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What was done; null = closed.</returns>
    /// <exception cref="MceException">Every mistake found; nothing was changed.</exception>
    public async Task<TopologyChange?> ChangeAsync(TopologyConfig? config, IReadOnlyList<MceException> mistakes, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _changing.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => ReplaceAndTellAsync(config, mistakes, either.Token), CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _changing.Release();
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Closes for new requests at once, and returns what waits for the running ones, at most <see cref="MceOptions.DrainTimeout"/>.</summary>
    /// <param name="beforeDrain">What else has to end first.</param>
    public Task Close(Func<ValueTask> beforeDrain)
    {
        TopologySnapshot? last;
        lock (_gate)
        {
            // Closed before this method returns: whoever called it sees no later request get in.
            _isClosed = true;
            last = _current;
            Volatile.Write(ref _current, null);
        }

        return Task.Run(async () =>
        {
            await _closing.CancelAsync().ConfigureAwait(false);
            await beforeDrain().ConfigureAwait(false);
            foreach (Container container in last?.Containers ?? []) container.BeginDrain();
            if (last is not null) await _drain.RunAsync(last.Endpoints).ConfigureAwait(false);
            // A change that was under way lets go of what it loaded, or, published just before, of what it replaced.
            await _changing.WaitAsync().ConfigureAwait(false);
            _changing.Release();
            Task[] drains;
            lock (_gate) drains = [.. _drains];
            await Task.WhenAll(drains).ConfigureAwait(false);
        });
    }

    public void Dispose()
    {
        _changing.Dispose();
        _closing.Dispose();
    }

    private async Task<TopologyChange?> ReplaceAndTellAsync(TopologyConfig? config, IReadOnlyList<MceException> mistakes, CancellationToken cancellationToken)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        try
        {
            TopologyChange? change = await ReplaceAsync(config, mistakes, cancellationToken).ConfigureAwait(false);
            if (change is not null) _telemetry.TellChange(change.Containers, change.Elapsed, error: null);
            return change;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _telemetry.TellChange([], _setup.TimeProvider.GetElapsedTime(began), e.Message);
            throw;
        }
    }

    private async Task<TopologyChange?> ReplaceAsync(TopologyConfig? config, IReadOnlyList<MceException> mistakes, CancellationToken cancellationToken)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        if (Current is not { } current) return null;
        _plugins.Rediscover();
        TopologySnapshot next = await BuildAsync(config ?? current.Config, current, [.. mistakes], cancellationToken).ConfigureAwait(false);
        if (!Publish(next))
        {
            await LetGoAsync(next).ConfigureAwait(false);
            return null;
        }

        var change = new TopologyChange(TopologyChange.Compare(current.Endpoints, next.Endpoints), _setup.TimeProvider.GetElapsedTime(began), Leave(current, next));
        Log.Changed(
            _logger,
            change.Count(ContainerChangeKind.Added),
            change.Count(ContainerChangeKind.Removed),
            change.Count(ContainerChangeKind.Replaced),
            change.Count(ContainerChangeKind.Kept),
            change.Elapsed.TotalMilliseconds);
        HardwareLog.Report(_logger, ThreadBudget.Of(next.Endpoints, _setup));
        return change;
    }

    private async Task<TopologySnapshot> BuildAsync(TopologyConfig config, TopologySnapshot? current, List<MceException> errors, CancellationToken cancellationToken)
    {
        IReadOnlyList<Endpoint> endpoints = await _loader.LoadAsync(config, current, errors, cancellationToken).ConfigureAwait(false);
        return errors.Count > 0 ? throw ConfigurationErrors.Bundle(errors) : new TopologySnapshot(config, endpoints);
    }

    private bool Publish(TopologySnapshot next)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            Volatile.Write(ref _current, next);
            Published?.Invoke(next);
            return true;
        }
    }

    private Task Leave(TopologySnapshot old, TopologySnapshot next)
    {
        foreach (Container container in old.Containers.Except(next.Containers)) container.BeginDrain();
        Task drain = _drain.RunAsync(old.Endpoints);
        lock (_gate)
        {
            _drains.RemoveAll(d => d.IsCompleted);
            _drains.Add(drain);
        }

        return drain;
    }

    private Task LetGoAsync(TopologySnapshot unused)
    {
        foreach (Endpoint endpoint in unused.Endpoints) endpoint.Release();
        return _drain.WhenGoneAsync(unused.Endpoints);
    }
}
