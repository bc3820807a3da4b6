namespace Mce.Testing;

/// <summary>One load of a scripted model. Watches that the contract is kept.</summary>
internal sealed class LoadedScript(ScriptedModel model, Script script, TimeProvider timeProvider) : IModel
{
    private int _instances;
    private int _disposed;

    public ModelSignature Signature => script.Signature;

    public ModelMetadata Metadata { get; } = new() { Format = "scripted", Producer = "Mce.Testing" };

    public ModelFootprint Footprint => script.Footprint;

    public ModelCapabilities Capabilities => script.Capabilities;

    public int MaxConcurrency => script.MaxConcurrency;

    public IModelInstance CreateInstance()
    {
        if (Volatile.Read(ref _disposed) != 0) model.Report("An instance was made of a disposed model.");
        int number = model.BeginInstance(script);
        Interlocked.Increment(ref _instances);
        return new ScriptedInstance(this, number);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            model.Report("A model was disposed twice.");
            return;
        }

        if (Volatile.Read(ref _instances) != 0) model.Report("A model was disposed before its instances.");
        model.EndLoad();
    }

    internal void Run(ScriptedInstance instance, ModelExecutionContext context)
    {
        if (Volatile.Read(ref _disposed) != 0) model.Report("A call ran on a disposed model.");
        model.Run(instance, context, timeProvider);
    }

    internal void EndInstance()
    {
        Interlocked.Decrement(ref _instances);
        model.EndInstance();
    }

    internal void Report(string violation) => model.Report(violation);
}
