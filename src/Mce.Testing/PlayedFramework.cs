namespace Mce.Testing;

/// <summary>A scripted backend under the name of another framework. The backend lives and ends with its own name.</summary>
internal sealed class PlayedFramework(ScriptedBackend backend) : IBackend
{
    public void Initialize(BackendContext context) => backend.Initialize(context);

    public ModelFootprint EstimateFootprint(ModelSource source) => backend.EstimateFootprint(source);

    public IModel Load(ModelSource source, CancellationToken cancellationToken) => backend.Load(source, cancellationToken);

    public void Dispose()
    {
        // The scripted backend has no frameworks of its own to close.
    }
}
