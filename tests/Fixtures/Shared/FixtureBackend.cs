namespace Mce.Fixtures;

/// <summary>A backend that loads any path as a model without inputs; fixtures change one thing of it.</summary>
public abstract class FixtureBackend : IBackend
{
    public virtual void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => new(0);

    public IModel Load(ModelSource source, CancellationToken cancellationToken) => new FixtureModel(Describe(), Answer);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>What the model answers.</summary>
    protected virtual float Answer => 0;

    /// <summary>What the model's metadata says the producer is.</summary>
    protected virtual string Describe() => GetType().Name;
}
