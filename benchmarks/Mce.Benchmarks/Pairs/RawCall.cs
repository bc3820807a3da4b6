namespace Mce.Benchmarks;

/// <summary>A model instance called directly, over a kept context and kept buffers: what a plugin costs with no server around it.</summary>
internal sealed class RawCall
{
    private readonly IModelInstance _instance;
    private readonly ModelExecutionContext _context;

    public RawCall(IModelInstance instance, ModelSignature signature, InferenceTensor input, params ReadOnlySpan<InferenceTensor> outputs)
    {
        _instance = instance;
        _context = new ModelExecutionContext(signature);
        _context.SetInput(0, input);
        for (int i = 0; i < outputs.Length; i++) _context.SetPreallocatedOutput(i, outputs[i]);
    }

    public void Run() => _instance.Execute(_context);
}
