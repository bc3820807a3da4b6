namespace Mce.Core.Tests;

/// <summary>What a fake model does: a signature and a function. Counts calls, instances and disposals.</summary>
internal sealed class ScriptedModel : IModel
{
    private int _instances;
    private int _liveInstances;
    private int _calls;
    private int _running;

    public ScriptedModel(ModelSignature signature, Action<ModelExecutionContext> execute)
    {
        Signature = signature;
        OnExecute = execute;
    }

    public ModelSignature Signature { get; }

    public ModelMetadata Metadata { get; } = new() { Format = "scripted" };

    public ModelFootprint Footprint => new(1);

    public ModelCapabilities Capabilities { get; init; }

    public int MaxConcurrency { get; init; } = 1;

    public Action<ModelExecutionContext> OnExecute { get; set; }

    /// <summary>Called when an instance (true) or the model (false) is disposed, after it counts as such.</summary>
    public Action<bool>? OnDispose { get; set; }

    public int Instances => Volatile.Read(ref _instances);

    public int LiveInstances => Volatile.Read(ref _liveInstances);

    public int Calls => Volatile.Read(ref _calls);

    public int MostRunning { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Set when something happened that the contract forbids.</summary>
    public string? Violation { get; private set; }

    /// <summary>A model that adds a constant to one float vector.</summary>
    public static ScriptedModel Add(float constant, string input = "x", string output = "y") => new(
        Vector(input, output),
        context =>
        {
            InferenceTensor x = context.GetInput(0)!;
            InferenceTensor y = context.AllocateOutput(0, TensorElementType.Float32, x.Dimensions);
            ReadOnlySpan<float> source = x.AsReadOnlySpan<float>();
            Span<float> target = y.AsSpan<float>();
            for (int i = 0; i < source.Length; i++) target[i] = source[i] + constant;
        });

    public static ModelSignature Vector(string input, string output) => new(
        [new TensorSpec(input, TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(4)])],
        [new TensorSpec(output, TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(4)])]);

    public static TensorSpec Spec(string name, TensorElementType type, params TensorDimension[] dimensions) => new(name, type, [.. dimensions]);

    public IModelInstance CreateInstance()
    {
        Interlocked.Increment(ref _instances);
        Interlocked.Increment(ref _liveInstances);
        return new Instance(this);
    }

    public void Dispose()
    {
        if (IsDisposed) Violation = "The model was disposed twice.";
        if (LiveInstances != 0) Violation = "The model was disposed before its instances.";
        IsDisposed = true;
        OnDispose?.Invoke(false);
    }

    private sealed class Instance(ScriptedModel model) : IModelInstance
    {
        private int _running;
        private bool _disposed;

        public void Execute(ModelExecutionContext context)
        {
            if (_disposed) model.Violation = "An instance ran after its disposal.";
            if (Interlocked.Increment(ref _running) > model.MaxConcurrency) model.Violation = "An instance ran more calls than it bears.";
            int all = Interlocked.Increment(ref model._running);
            lock (model) model.MostRunning = Math.Max(model.MostRunning, all);
            try
            {
                Interlocked.Increment(ref model._calls);
                model.OnExecute(context);
            }
            finally
            {
                Interlocked.Decrement(ref model._running);
                Interlocked.Decrement(ref _running);
            }
        }

        public void Dispose()
        {
            if (_disposed) model.Violation = "An instance was disposed twice.";
            if (Volatile.Read(ref _running) != 0) model.Violation = "An instance was disposed during a call.";
            _disposed = true;
            Interlocked.Decrement(ref model._liveInstances);
            model.OnDispose?.Invoke(true);
        }
    }
}
