namespace Mce.Soak.Scripted;

/// <summary>Adds a constant to one of four elements.</summary>
internal sealed class ScriptedModel : IModel
{
    private readonly ScriptedBooks _books;
    private readonly int _constant;
    private readonly int _element;
    private readonly TimeSpan _time;
    private int _instances;
    private bool _disposed;

    public ScriptedModel(ScriptedBooks books, int constant, int element, TimeSpan time)
    {
        (_books, _constant, _element, _time) = (books, constant, element, time);
        books.ModelMade();
    }

    public ModelSignature Signature { get; } = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(4)])],
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(4)])]);

    public ModelMetadata Metadata { get; } = new() { Format = "scripted" };

    public ModelFootprint Footprint => new(1);

    public ModelCapabilities Capabilities => ModelCapabilities.None;

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance()
    {
        if (Volatile.Read(ref _disposed)) _books.Violated("An instance was made of a disposed model.");
        Interlocked.Increment(ref _instances);
        return new Instance(this);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) _books.Violated("A model was disposed twice.");
        if (Volatile.Read(ref _instances) != 0) _books.Violated("A model was disposed before its instances.");
        _books.ModelGone();
    }

    private sealed class Instance : IModelInstance
    {
        private const int MostSpins = 200;

        private readonly ScriptedModel _model;
        private int _running;
        private bool _disposed;

        public Instance(ScriptedModel model)
        {
            _model = model;
            model._books.InstanceMade();
        }

        public void Execute(ModelExecutionContext context)
        {
            if (Volatile.Read(ref _disposed)) _model._books.Violated("An instance ran after its disposal.");
            if (Interlocked.Increment(ref _running) != 1) _model._books.Violated("An instance ran two calls at a time.");
            InferenceTensor input = context.GetInput(0)!;
            InferenceTensor output = context.AllocateOutput(0, TensorElementType.Float32, input.Dimensions);
            Span<float> values = output.AsSpan<float>();
            input.AsReadOnlySpan<float>().CopyTo(values);
            TakeTime();
            for (int i = _model._element; i < values.Length; i += 4) values[i] += _model._constant;
            if (Volatile.Read(ref _disposed)) _model._books.Violated("An instance was disposed during a call.");
            Interlocked.Decrement(ref _running);
        }

        // Now and then the call is still running when the next change comes.
        private void TakeTime()
        {
            int spins = Random.Shared.Next(MostSpins);
            if (_model._time > TimeSpan.Zero) Thread.Sleep(_model._time);
            else if (spins == 0) Thread.Yield();
            else Thread.SpinWait(spins);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, true)) _model._books.Violated("An instance was disposed twice.");
            if (Volatile.Read(ref _running) != 0) _model._books.Violated("An instance was disposed during a call.");
            Interlocked.Decrement(ref _model._instances);
            _model._books.InstanceGone();
        }
    }
}
