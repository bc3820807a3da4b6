using System.Collections.Concurrent;

namespace Mce.Testing;

/// <summary>A framework whose models are scripted: what it is asked to load is looked up by the file's path. Thread-safe.</summary>
/// <remarks>
/// <see cref="MceTestServer"/> makes one. To put one into a server of your own, add it with
/// <see cref="MceServerBuilder.AddBackend(string, string, Func{IBackend})"/>; the files must exist, what is in them doesn't matter.
/// </remarks>
/// <example>
/// <code>
/// var backend = new ScriptedBackend(TimeProvider.System).Add("digits.onnx", new ScriptedModel().Answers(0.9f, 0.1f));
/// builder.AddBackend("onnx", "1.31.1", () =&gt; backend);
/// </code>
/// </example>
public sealed class ScriptedBackend : IBackend
{
    private readonly ConcurrentDictionary<string, ScriptedModel> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly TimeProvider _timeProvider;
    private int _disposed;

    /// <summary>Makes a backend without models.</summary>
    /// <param name="timeProvider">The clock of latencies.</param>
    public ScriptedBackend(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
    }

    /// <summary>Whether the server has disposed it.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>How often a model was loaded, over all models. Loads that failed don't count.</summary>
    public int Loads => Models.Sum(m => m.Loads);

    /// <summary>How many loads and instances are not disposed, over all models. 0 once a server is disposed.</summary>
    public int Live => Models.Sum(m => m.LiveLoads + m.LiveInstances);

    /// <summary>What was done to the backend and its models that the plugin contract forbids. Empty in a sound server.</summary>
    public IReadOnlyCollection<string> Violations => [.. _violations, .. Models.SelectMany(m => m.Violations)];

    // One model may stand under several names.
    private IEnumerable<ScriptedModel> Models => _models.Values.Distinct();

    /// <summary>The model that a file stands for.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ScriptedModel this[string file] => _models.TryGetValue(Key(file), out ScriptedModel? model)
        ? model
        : throw new KeyNotFoundException(Unknown(file));

    /// <summary>Lets a file stand for a model. A file that is known already stands for the new model from its next load on.</summary>
    /// <param name="file">The file's name, or its path from some folder: <c>digits.onnx</c>, <c>models/digits.onnx</c>.</param>
    /// <param name="model">May stand for several files.</param>
    public ScriptedBackend Add(string file, ScriptedModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(model);
        _models[Key(file)] = model;
        return this;
    }

    /// <inheritdoc/>
    public void Initialize(BackendContext context) => ArgumentNullException.ThrowIfNull(context);

    /// <inheritdoc/>
    public ModelFootprint EstimateFootprint(ModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Find(source.Path).Footprint;
    }

    /// <inheritdoc/>
    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (IsDisposed) _violations.Enqueue($"'{Path.GetFileName(source.Path)}' was loaded after the backend's disposal.");
        return Find(source.Path).Load(source, _timeProvider, cancellationToken);
    }

    /// <summary>Takes back every latency, gate, stall and failure of all models, and lets the calls and loads go that wait.</summary>
    public void Heal()
    {
        foreach (ScriptedModel model in Models) model.Heals();
    }

    /// <summary>For the server, which calls it once. A test doesn't need to.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) _violations.Enqueue("The backend was disposed twice.");
        if (Live != 0) _violations.Enqueue("The backend was disposed before its models.");
    }

    private static string Key(string file) => file.Replace('\\', '/');

    // For the end of a test: nothing may hold up the server's own end.
    internal void Suspend()
    {
        foreach (ScriptedModel model in Models) model.Holds.Suspend();
    }

    internal void Resume()
    {
        foreach (ScriptedModel model in Models) model.Holds.Resume();
    }

    // The longest of the known paths that the given one ends with.
    private ScriptedModel Find(string path)
    {
        string key = Key(path);
        string? best = null;
        foreach (string known in _models.Keys)
        {
            bool fits = key.EndsWith(known, StringComparison.Ordinal) && (key.Length == known.Length || known[0] == '/' || key[key.Length - known.Length - 1] == '/');
            if (fits && known.Length > (best?.Length ?? 0)) best = known;
        }

        return best is not null ? _models[best] : throw new MceException(MceErrorCodes.ModelNotFound, Unknown(Path.GetFileName(path)));
    }

    private string Unknown(string file) =>
        $"No scripted model stands for '{file}'. There {(_models.IsEmpty ? "are none" : $"are: {string.Join(", ", _models.Keys.Order(StringComparer.Ordinal))}")}; add it with Add(file, model).";
}
