namespace Mce.Benchmarks;

/// <summary>A model instance called directly, over a kept context and kept buffers: what a plugin costs with no server around it.</summary>
internal sealed class RawCall : IDisposable
{
    private readonly IModelInstance _instance;
    private readonly ModelExecutionContext _context;

    public RawCall(IModel model, InferenceTensor input, params InferenceTensor[] outputs)
    {
        _instance = model.CreateInstance();
        _context = new ModelExecutionContext(model.Signature);
        _context.SetInput(0, input);
        for (int i = 0; i < outputs.Length; i++) _context.SetPreallocatedOutput(i, outputs[i]);
    }

    public void Run() => _instance.Execute(_context);

    public void Dispose() => _instance.Dispose();
}
