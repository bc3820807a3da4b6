using CustomPlugin;

namespace Mce.Conformance.Tests;

/// <summary>The sample plugin with one thing wrong.</summary>
internal sealed class FaultyBackend(Fault fault) : IBackend
{
    private readonly LinearBackend _inner = new();
    private readonly List<FileStream> _open = [];
    private bool _disposed;

    public void Initialize(BackendContext context) => _inner.Initialize(context);

    public ModelFootprint EstimateFootprint(ModelSource source) =>
        fault == Fault.EstimatesNothing ? default : _inner.EstimateFootprint(source);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        if (fault == Fault.LoadIgnoresTheToken) cancellationToken = CancellationToken.None;
        if (fault == Fault.AcceptsUnknownSettings) source = new ModelSource(source.Path);
        try
        {
            return new FaultyModel(_inner.Load(source, cancellationToken), fault);
        }
        catch (MceException e) when (fault == Fault.HidesTheMissingPath && e.Code == MceErrorCodes.ModelNotFound)
        {
            throw new MceException(e.Code, "No such file.");
        }
        catch (MceException e) when (fault == Fault.ThrowsWhatItLikes && e.Code == MceErrorCodes.ModelInvalid)
        {
            throw new FormatException("?", e);
        }
        catch (MceException e) when (fault == Fault.AcceptsForeignFiles && e.Code == MceErrorCodes.ModelInvalid)
        {
            return _inner.Load(new ModelSource(FaultyFixture.ExamplePath), cancellationToken);
        }
        catch (MceException e) when (fault == Fault.LeavesFilesOpen && e.Code == MceErrorCodes.ModelInvalid)
        {
            _open.Add(File.OpenRead(source.Path));
            throw;
        }
    }

    public void Dispose()
    {
        if (_disposed && fault == Fault.DisposesOnlyOnce) throw new InvalidOperationException("Again?");
        _disposed = true;
        foreach (FileStream file in _open) file.Dispose();
        _inner.Dispose();
    }
}
