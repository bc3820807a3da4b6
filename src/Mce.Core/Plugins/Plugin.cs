using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>A plugin's life: found → loaded on first need → unloaded on request, or when a newer one has taken its place. Thread-safe.</summary>
internal sealed class Plugin
{
    private readonly PluginLoader _loader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Loading happens under the gate: that makes it single flight. The report reads the volatile fields beside it.
    private readonly Lock _gate = new();
    private volatile LoadedPlugin? _loaded;
    private volatile WeakReference? _remains;
    private volatile MceException? _error;
    private volatile MceException? _refusal;
    private volatile bool _isGone;
    private readonly Lazy<string?> _digest;
    private int _handles;
    private bool _isClosed;
    private bool _isReplaced; // another object stands for the folder now; this one was never loaded, or not any more
    private bool _leaves;

    public Plugin(PluginDescription description, PluginLoader loader, TimeProvider time, ILogger logger)
    {
        Description = description;
        _loader = loader;
        _time = time;
        _logger = logger;
        _error = description.Error;
        _digest = new(() => DigestOf(description));
    }

    public PluginDescription Description { get; }

    /// <summary>Why it failed at discovery or while it was loaded; null = it didn't.</summary>
    public MceException? Error => _error;

    /// <summary>Why it isn't given to anybody new while it goes on for those who have it: its folder has changed, or is gone. Null = it is given.</summary>
    public MceException? Refusal => _refusal;

    /// <summary>Whether it is only there for those who have it: its folder is gone.</summary>
    public bool IsGone => _isGone;

    /// <summary>Whether its folder isn't as it was when it was found, so that what is known of it, a failure too, may be wrong. Never for a loaded one.</summary>
    public bool IsOutdated => _loaded is null && Description.Stamp is { } stamp && !stamp.Equals(ModelStamp.Of(Description.Directory));

    /// <summary>The digest of its folder when it was first asked for; null when there is none, or it can't be read. The first question reads every file.</summary>
    public string? Digest => _digest.Value;

    public LoadedPlugin? Loaded => _loaded;

    public bool WasUnloaded => _remains is not null;

    /// <summary>Whether the host let go of it and its code is in memory all the same.</summary>
    public bool IsStillAlive => _remains is { IsAlive: true };

    /// <returns>Null when another object stands for its folder by now.</returns>
    /// <exception cref="MceException">It can't be loaded. A failure is remembered: a second try would meet the same files.</exception>
    public PluginHandle? TryAcquire()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PluginHost));
            if (_isReplaced) return null;
            if ((_error ?? _refusal) is { } known) throw new MceException(known.Code, known.Message, known.Fields);
            _loaded ??= Load();
            _handles++;
            return new PluginHandle(this, _loaded.Backend);
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            if (--_handles > 0) return;
            // The host went before its last model, after a drain that took too long: nobody else will close it.
            if (_isClosed) CloseLoaded();
            else LeaveIfUnused();
        }
    }

    /// <summary>Tells it what its folder holds now.</summary>
    /// <returns>Whether it still stands for the folder; if not, it is loaded no more, and a new object takes its place.</returns>
    public bool Meet(PluginDescription now)
    {
        lock (_gate)
        {
            _isGone = false;
            if (_loaded is not null)
            {
                // Times alone don't count: deployments copy the same files again and again.
                _refusal = now.IsSamePluginAs(Description) ? null : PluginErrors.ChangedInPlace(Description, now.Stamp!.ChangesSince(Description.Stamp!));
                return true;
            }

            _isReplaced = !Equals(now.Stamp, Description.Stamp) || now.Error?.Message != Description.Error?.Message;
            if (!_isReplaced) _error = Description.Error; // what failed while it was loaded may be tried again
            return !_isReplaced;
        }
    }

    /// <summary>Tells it that its folder isn't there any more.</summary>
    /// <returns>Whether it goes on for those who have it, or has left something in memory; if not, it can be forgotten.</returns>
    public bool MeetNothing()
    {
        lock (_gate)
        {
            _isGone = true;
            _isReplaced = _loaded is null;
            _refusal = PluginErrors.FolderGone(Description);
            return _loaded is not null || IsStillAlive;
        }
    }

    /// <summary>Whether it is to be let go once its last model is gone, as far as it can be unloaded.</summary>
    public void Leave(bool leaves)
    {
        lock (_gate)
        {
            _leaves = leaves;
            LeaveIfUnused();
        }
    }

    /// <summary>Disposes the backend and lets go of the load context, when nobody uses it and it can be unloaded.</summary>
    /// <returns>What to watch for the garbage collector's work; null = nothing to wait for, see <paramref name="answer"/>.</returns>
    /// <remarks>Not inlined, so that no caller's frame keeps the plugin's objects alive.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public WeakReference? Detach(out PluginUnloadResult? answer)
    {
        lock (_gate)
        {
            if (_loaded is null)
            {
                answer = IsStillAlive ? null : new(PluginUnloadOutcome.Unloaded, _remains is null ? "It wasn't loaded." : "It was unloaded before.");
                return answer is null ? _remains : null;
            }

            answer = WhyNot(_loaded);
            if (answer is not null) return null;
            var remains = new WeakReference(_loaded.Context);
            Close(_loaded);
            _loaded = null;
            _remains = remains;
            return remains;
        }
    }

    /// <summary>For the host's end: disposes what nobody uses. Memory in use is never freed: a native use-after-free kills the process.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_loaded is null) return;
            if (_handles > 0)
            {
                PluginHostLog.LeakedInUse(_logger, Description.Name, _handles);
                return;
            }

            CloseLoaded();
        }
    }

    private static string? DigestOf(PluginDescription plugin)
    {
        if (plugin.Static is not null) return null;
        try
        {
            return PluginDigest.Of(plugin.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private LoadedPlugin Load()
    {
        long start = _time.GetTimestamp();
        try
        {
            LoadedPlugin loaded = _loader.Load(Description);
            _remains = null;
            PluginHostLog.Loaded(_logger, Description.Name, Description.Framework!, Description.FrameworkVersion!, _time.GetElapsedTime(start).TotalMilliseconds);
            return loaded;
        }
        catch (MceException e)
        {
            PluginHostLog.LoadFailed(_logger, Description.Name, e);
            // Without the inner exception: its stack would keep the types of a collectible plugin.
            _error = new MceException(e.Code, e.Message, e.Fields);
            throw;
        }
    }

    private PluginUnloadResult? WhyNot(LoadedPlugin loaded)
    {
        if (loaded.Context is null)
            return new(PluginUnloadOutcome.CannotUnload, "It is part of the application (added statically), so there is nothing to unload.");
        if (!loaded.Context.IsCollectible)
            return new(PluginUnloadOutcome.CannotUnload, "It was loaded into a load context that isn't collectible, which is the default. Build the server with UseUnloadablePlugins to change that.");
        return _handles > 0
            ? new(PluginUnloadOutcome.CannotUnload, $"It is in use by {_handles} model{(_handles == 1 ? "" : "s")}. Unload these first.")
            : null;
    }

    private void LeaveIfUnused()
    {
        if (!_leaves || _handles > 0 || _loaded is not { Context.IsCollectible: true }) return;
        PluginHostLog.LetGo(_logger, Description.Name);
        CloseLoaded();
    }

    private void CloseLoaded()
    {
        if (_loaded is not { } loaded) return;
        Close(loaded);
        if (loaded.Context is { IsCollectible: true } context) _remains = new WeakReference(context);
        _loaded = null;
    }

    private void Close(LoadedPlugin loaded)
    {
        if (loaded.Close() is { } fault) PluginHostLog.DisposeFailed(_logger, Description.Name, fault);
    }
}
