namespace Mce.Conformance;

/// <summary>What a plugin tells the suites about itself. One is made for each suite's class.</summary>
/// <remarks>
/// A plugin derives from this class once and then names each suite in one line:
/// <code>
/// public sealed class MyAnswers(MyFixture fixture) : AnswerConformance&lt;MyFixture&gt;(fixture);
/// </code>
/// Each suite needs such a line; a test of the architecture fails where one is missing.
/// </remarks>
public abstract class ConformanceFixture : IDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly Lazy<IBackend> _backend;

    protected ConformanceFixture() => _backend = new Lazy<IBackend>(CreateInitializedBackend);

    /// <summary>A model with known answers. Small: it is loaded dozens of times.</summary>
    public abstract ConformanceModel Model { get; }

    /// <summary>
    /// A model that runs for half a second or more at batch 1, where the plugin claims
    /// <see cref="ModelCapabilities.CancelsWhileRunning"/>; null where it doesn't.
    /// </summary>
    public virtual ConformanceModel? SlowModel => null;

    /// <summary>Files to be refused, beyond the damaged and foreign ones that the suite makes itself.</summary>
    public virtual IEnumerable<WrongFile> WrongFiles => [];

    /// <summary>Names of model settings that the error about an unknown setting must list.</summary>
    public virtual IReadOnlyList<string> KnownSettings => [];

    /// <summary>The settings of the backend itself.</summary>
    public virtual BackendSettings BackendSettings => BackendSettings.Empty;

    /// <summary>How many times the estimated footprint may be off, either way, beyond a megabyte of slack.</summary>
    public virtual double FootprintFactor => 8;

    /// <summary>The initialized backend that the class's tests share.</summary>
    public IBackend Backend => _backend.Value;

    /// <summary>What the backends logged.</summary>
    internal RecordingLogger Logger => _logger;

    /// <summary>A new backend, not yet initialized.</summary>
    public abstract IBackend CreateBackend();

    /// <summary>A new backend, initialized; the caller disposes it.</summary>
    public IBackend CreateInitializedBackend()
    {
        IBackend backend = CreateBackend();
        backend.Initialize(CreateContext(BackendSettings));
        return backend;
    }

    /// <summary>A context over the folder of the test's binaries.</summary>
    public BackendContext CreateContext(BackendSettings settings) => new(AppContext.BaseDirectory, settings, _logger);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the shared backend. Override to delete files, and call the base.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _backend.IsValueCreated) _backend.Value.Dispose();
    }
}
