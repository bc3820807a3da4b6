using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>All plugins of a server: found when it is built and at live changes, loaded on first need, each in a load context of its own. Thread-safe.</summary>
/// <remarks>A bad plugin is recorded and hurts only those who ask for its framework.</remarks>
internal sealed class PluginHost : IAsyncDisposable
{
    private static readonly TimeSpan UnloadPoll = TimeSpan.FromMilliseconds(50);
    private static readonly Comparer<string> Versions = Comparer<string>.Create(FrameworkSelector.CompareVersions);

    private readonly PluginHostOptions _options;
    private readonly TrustPolicy _trust;
    private readonly ILogger _logger;
    private readonly PluginLoader _loader;
    private readonly Lock _discovery = new();
    private volatile IReadOnlyList<Plugin>? _plugins;
    private readonly Lock _closing = new();
    private volatile bool _isDisposed;
    private Task? _closed;

    public PluginHost(PluginHostOptions options, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _options = options;
        _trust = options.Trust;
        _logger = loggerFactory.CreateLogger("Mce.Plugins");
        _loader = new PluginLoader(options, loggerFactory);
    }

    /// <summary>What is wrong with the root folders themselves.</summary>
    public IReadOnlyList<MceException> RootErrors { get; private set; } = [];

    public IReadOnlyList<Plugin> Plugins
    {
        get
        {
            Discover();
            return _plugins!;
        }
    }

    /// <summary>Reads the plugins' metadata; loads nothing and throws for no plugin's fault. Only the first call does something.</summary>
    public void Discover()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_discovery)
        {
            if (_plugins is not null) return;
            IReadOnlyList<PluginDescription> found = PluginDiscovery.Run(_options, out IReadOnlyList<MceException> rootErrors);
            RootErrors = rootErrors;
            foreach (MceException error in rootErrors) PluginHostLog.Unusable(_logger, error.Message);
            foreach (PluginDescription plugin in found) LogFound(plugin);
            _plugins = [.. found.Select(p => new Plugin(p, _loader, _options.TimeProvider, _logger))];
        }
    }

    /// <summary>
    /// Looks for plugins again, at a live change: new folders are found, folders that are gone are forgotten, what failed may be tried
    /// again. A loaded plugin stays as it is. One that a newer version replaces, or whose folder is gone, is let go with its last
    /// model, if it was loaded so that it can be unloaded.
    /// </summary>
    /// <returns>What is new, what is gone, and which loaded plugins are refused from now on because their folders have changed.</returns>
    public PluginChanges Rediscover()
    {
        Discover();
        lock (_discovery)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            IReadOnlyList<PluginDescription> found = PluginDiscovery.Run(_options, out IReadOnlyList<MceException> rootErrors);
            foreach (MceException error in rootErrors.ExceptBy(RootErrors.Select(e => e.Message), e => e.Message)) PluginHostLog.Unusable(_logger, error.Message);
            RootErrors = rootErrors;

            var next = new List<Plugin>();
            var added = new List<string>();
            IReadOnlyList<Plugin> before = _plugins!;
            foreach (PluginDescription description in found)
            {
                Plugin? known = before.FirstOrDefault(p => IsSamePlace(p.Description, description));
                if (known?.Meet(description) is true)
                {
                    next.Add(known);
                    continue;
                }

                LogFound(description);
                added.Add(description.Name);
                next.Add(new Plugin(description, _loader, _options.TimeProvider, _logger));
            }

            var gone = new List<string>();
            foreach (Plugin plugin in before.Where(p => !found.Any(d => IsSamePlace(p.Description, d))))
            {
                if (!plugin.IsGone)
                {
                    PluginHostLog.Gone(_logger, plugin.Description.Name, plugin.Description.Directory);
                    gone.Add(plugin.Description.Name);
                }

                if (plugin.MeetNothing()) next.Add(plugin);
            }

            _plugins = next;
            foreach (Plugin plugin in next) plugin.Leave(plugin.IsGone || next.Exists(other => Replaces(other, plugin)));
            MceException[] refused = [.. next.Where(p => p.Refusal is not null && !p.IsGone).Select(p => p.Refusal!)];
            foreach (MceException error in refused) PluginHostLog.Unusable(_logger, error.Message);
            return new PluginChanges(added, gone, refused);
        }
    }

    /// <summary>Whether a container that asks for a framework and has a plugin would get the same one now, so that it may keep its model.</summary>
    /// <param name="framework"><c>onnx</c> or <c>onnx@1.31</c>.</param>
    /// <param name="present">The container's.</param>
    /// <returns>Also true when no other plugin offers the framework any more.</returns>
    /// <exception cref="MceException">It would, and the plugin's folder has changed in place: what was meant to be an upgrade can't be one.</exception>
    public bool IsCurrent(string framework, Plugin present)
    {
        if (Find(framework, out Plugin? plugin) is not null) return true;
        if (plugin != present) return false;
        return plugin!.Refusal is { } refusal ? throw new MceException(refusal.Code, refusal.Message, refusal.Fields) : true;
    }

    /// <summary>Counts a use of the plugin that a container had before its model left memory, or of the newest when that one is no more.</summary>
    /// <param name="framework"><c>onnx</c> or <c>onnx@1.31</c>.</param>
    /// <param name="had">The one it had: which plugin serves changes at a live change and at no other time.</param>
    /// <inheritdoc cref="Acquire" path="/exception"/>
    public PluginHandle AcquireAgain(string framework, Plugin had) => (had.IsGone ? null : had.TryAcquire()) ?? Acquire(framework);

    /// <summary>Whether a usable plugin offers the framework, as far as can be told without loading it.</summary>
    /// <param name="framework"><c>onnx</c> or <c>onnx@1.31</c>.</param>
    /// <param name="error">Why not, with what there is.</param>
    public bool TryFind(string framework, [NotNullWhen(false)] out MceException? error)
    {
        error = Find(framework, out Plugin? plugin) ?? plugin!.Error ?? plugin.Refusal;
        return error is null;
    }

    /// <summary>Counts a use of the newest plugin that fits, and loads it when it is the first.</summary>
    /// <param name="framework"><c>onnx</c> or <c>onnx@1.31</c>, which accepts 1.31 and 1.31.x.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.FrameworkNotFound"/>, with what there is; <see cref="MceErrorCodes.PluginInvalid"/> or
    /// <see cref="MceErrorCodes.NativeLibraryUnavailable"/>: the one that fits is faulty.
    /// </exception>
    public PluginHandle Acquire(string framework)
    {
        while (true)
        {
            if (Resolve(framework).TryAcquire() is { } handle) return handle;
            AwaitDiscovery();
        }
    }

    /// <summary>The newest plugin that fits; loads nothing.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.FrameworkNotFound"/>, with what there is.</exception>
    public Plugin Resolve(string framework)
    {
        for (bool lookedAgain = false; ; lookedAgain = true)
        {
            if (Find(framework, out Plugin? plugin) is { } error) throw error;
            if (lookedAgain || !plugin!.IsOutdated) return plugin!;
            Rediscover();
        }
    }

    /// <summary>Unloads a plugin's managed code and says what came of it. Native files stay mapped as a rule.</summary>
    /// <param name="pluginName">The folder's name.</param>
    /// <param name="cancellationToken">Stops the waiting; the plugin stays detached.</param>
    public async Task<PluginUnloadResult> UnloadAsync(string pluginName, CancellationToken cancellationToken = default)
    {
        Plugin? plugin = Plugins.FirstOrDefault(p => p.Description.Name.Equals(pluginName, StringComparison.OrdinalIgnoreCase));
        if (plugin is null)
            return new(PluginUnloadOutcome.NotFound, $"There is no plugin '{pluginName}'. There are: {string.Join(", ", Plugins.Select(p => p.Description.Name))}.");

        // Disposing a backend and collecting garbage take long: not on the caller's thread.
        PluginUnloadResult result = await Task.Run(() => UnloadAsync(plugin, cancellationToken), cancellationToken).ConfigureAwait(false);
        PluginHostLog.UnloadEnded(_logger, plugin.Description.Name, result.Outcome, result.Reason);
        return result;
    }

    /// <summary>Loads every plugin that can be loaded. The others remember why, for the report.</summary>
    public void LoadAll(CancellationToken cancellationToken)
    {
        foreach (Plugin plugin in Plugins.Where(p => p.Error is null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                plugin.TryAcquire()?.Dispose();
            }
            catch (MceException)
            {
                // It stands in the report.
            }
        }
    }

    private string Cure() => _options.PluginRoots.Count + _options.PluginDirectories.Count == 0
        ? "No plugin folder is given: call AddPluginDirectory(\"plugins\"), or configure PluginDirectories, and declare the plugin in the project with <McePlugin> or <McePluginProject>."
        : "Declare the plugin that brings it in the project with <McePlugin> or <McePluginProject>.";

    /// <summary>The doctor: what is loaded, from where, and what conflicts.</summary>
    /// <param name="digests">Whether to read every file of every plugin for its digest.</param>
    public PluginReport CreateReport(bool digests = true) => PluginReportBuilder.Build(Plugins, RootErrors, _options.ProcessModules, _trust.Describe(), digests);

    /// <summary>
    /// Disposes every backend that nobody uses; one in use goes with its last model. Doesn't wait for the garbage collector. Every
    /// call waits for the first one's work.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_closing)
        {
            _isDisposed = true;
            return new ValueTask(_closed ??= Task.Run(Close));
        }
    }

    // Another object stands for the plugin by now, in a list that whoever holds this lock is about to publish.
    private void AwaitDiscovery()
    {
        lock (_discovery)
        {
        }
    }

    private void Close()
    {
        // Not while a list is being made whose plugins nobody would close.
        lock (_discovery)
        {
            foreach (Plugin plugin in _plugins ?? []) plugin.Close();
        }
    }

    private async Task<PluginUnloadResult> UnloadAsync(Plugin plugin, CancellationToken cancellationToken)
    {
        WeakReference? remains = plugin.Detach(out PluginUnloadResult? answer);
        if (remains is null) return answer!;

        long start = _options.TimeProvider.GetTimestamp();
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (!remains.IsAlive) return new(PluginUnloadOutcome.Unloaded, "Its managed code is gone. " + DescribeNatives(plugin));
            if (_options.TimeProvider.GetElapsedTime(start) >= _options.UnloadTimeout) break;
            await Task.Delay(UnloadPoll, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        return new(
            PluginUnloadOutcome.StillAlive,
            $"Its backend is disposed, and after {_options.UnloadTimeout.TotalSeconds:0.#} s something still refers to its code: an object of the plugin " +
            $"that was kept, a thread, timer or static event it registered. Its memory comes back when that is gone. {DescribeNatives(plugin)}");
    }

    private string DescribeNatives(Plugin plugin)
    {
        string[] mapped = [.. ProcessOwnership.MappedFor(plugin, _options.ProcessModules.GetMappedLibraries()).Select(m => m.FileName)];
        return mapped.Length == 0
            ? "It has no native files mapped."
            : $"These native files stay mapped until the process ends: {string.Join(", ", mapped)}.";
    }

    private MceException? Find(string framework, out Plugin? plugin)
    {
        plugin = null;
        if (!FrameworkSelector.TryParse(framework, out FrameworkSelector selector))
            return new MceException(MceErrorCodes.FrameworkNotFound, $"'{framework}' isn't a framework: give a name or name@version, for example onnx or onnx@1.31.");

        plugin = Plugins.Where(p => !p.IsGone && p.Description.IsAccepted(selector))
            .OrderBy(p => p.Description.Error is null ? 0 : 1)
            .ThenByDescending(p => p.Description.FrameworkVersion!, Versions)
            .FirstOrDefault();
        return plugin is null ? NotFound(selector) : null;
    }

    private MceException NotFound(FrameworkSelector selector)
    {
        string[] offered = [.. Plugins.Where(p => p is { Error: null, IsGone: false }).Select(p => $"{p.Description.Framework}@{p.Description.FrameworkVersion}")];
        string[] problems = [.. RootErrors.Concat(Plugins.Select(p => p.Error ?? p.Refusal).OfType<MceException>()).Select(e => e.Message)];
        string message =
            $"No plugin offers the framework '{selector}'. " +
            (offered.Length == 0 ? "There is none at all." : $"There are: {string.Join(", ", offered)}.") +
            (problems.Length == 0 ? $" {Cure()}" : $" These could not be used:{string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}"))}");
        return new MceException(
            MceErrorCodes.FrameworkNotFound,
            message,
            new Dictionary<string, string> { ["framework"] = selector.ToString(), ["available"] = string.Join(", ", offered) });
    }

    private static bool IsSamePlace(PluginDescription known, PluginDescription found) =>
        known.Static == found.Static && known.Directory.Equals(found.Directory, PathNames.Comparison);

    private static bool Replaces(Plugin newer, Plugin older) =>
        newer is { Error: null, IsGone: false }
        && older.Description is { Framework: not null, FrameworkVersion: not null }
        && older.Description.Framework.Equals(newer.Description.Framework, StringComparison.OrdinalIgnoreCase)
        && FrameworkSelector.CompareVersions(newer.Description.FrameworkVersion!, older.Description.FrameworkVersion) > 0;

    private void LogFound(PluginDescription plugin)
    {
        if (plugin.Error is { } error) PluginHostLog.Unusable(_logger, error.Message);
        else PluginHostLog.Found(_logger, plugin.Name, plugin.Framework!, plugin.FrameworkVersion!, plugin.Directory);
    }
}
