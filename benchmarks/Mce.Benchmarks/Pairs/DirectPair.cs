namespace Mce.Benchmarks;

/// <summary>Direct invocation of one container, with caller-owned outputs, against the plugin's instance called raw.</summary>
public abstract class DirectPair : Pair
{
    private readonly List<InferenceTensor> _tensors = [];
    private readonly CancellationTokenSource _longLived = new();
    private MceServer _server = null!;
    private RawCall _raw = null!;
    private InferenceRequest _request = null!;

    public override void Setup()
    {
        var backend = new SharedModelBackend(CreateBackend());
        MceServerBuilder builder = new MceServerBuilder()
            .AddBackend("measured", "1.0.0", () => backend)
            .AddEndpoint("e", e => e.AddContainer("c", "measured", ModelFile, c => c.WithInstances(1)));
        Configure(builder);
        _server = builder.Build();
        _server.StartAsync().GetAwaiter().GetResult();

        ModelSignature signature = _server.Endpoints[0].Containers[0].Signature;
        InferenceTensor input = Keep(CreateInput());
        InferenceTensor[] outputs = [.. signature.Outputs.Select(o => Keep(CreateOutput(o)))];
        _raw = new RawCall(backend[ModelFile], signature, input, outputs);
        _request = new InferenceRequest("e") { TargetContainer = "c", Inputs = { input } };
        foreach (InferenceTensor output in outputs) _request.Outputs.Add(output);
    }

    public override void Raw() => _raw.Run();

    public override void Served() => Invoke(default);

    /// <summary>As <see cref="Served"/>, with one token that lives as long as the caller.</summary>
    public void ServedWithToken() => Invoke(_longLived.Token);

    protected abstract string ModelFile { get; }

    protected abstract IBackend CreateBackend();

    protected virtual void Configure(MceServerBuilder builder)
    {
    }

    protected abstract InferenceTensor CreateInput();

    protected override void Cleanup()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (InferenceTensor tensor in _tensors) tensor.Dispose();
        _longLived.Dispose();
    }

    private void Invoke(CancellationToken token) => _server.InvokeHere(_request, token).Dispose();

    private InferenceTensor Keep(InferenceTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }

    private static InferenceTensor CreateOutput(TensorSpec spec) =>
        InferenceTensor.Create(spec.ElementType, [.. spec.Dimensions.Select(d => d.Size ?? 1)]);
}
