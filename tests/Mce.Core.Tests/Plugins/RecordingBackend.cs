namespace Mce.Core.Tests.Plugins;

internal sealed class RecordingBackend : IBackend
{
    public Action? OnInitialize { get; init; }

    public BackendContext? Context { get; private set; }

    public int Disposals { get; private set; }

    public void Initialize(BackendContext context)
    {
        Context = context;
        OnInitialize?.Invoke();
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => default;

    public IModel Load(ModelSource source, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => Disposals++;
}
