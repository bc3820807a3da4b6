using Mce.Plugins.MLNet;
using Mce.Plugins.Onnx;
using Mce.Plugins.Torch;

namespace Mce.Benchmarks;

/// <summary>The pipeline ML.NET → ONNX → Torch, against its three raw calls one after the other over kept buffers.</summary>
public class SerialAcrossFrameworks : Pair
{
    public const int Hops = 3;

    private readonly List<InferenceTensor> _tensors = [];
    private RawCall[] _raw = [];
    private MceServer _server = null!;
    private InferenceRequest _request = null!;

    public override void Setup()
    {
        SharedModelBackend mlnet = new(new MLNetBackend()), onnx = new(new OnnxBackend()), torch = new(new TorchBackend());
        _server = new MceServerBuilder()
            .AddBackend("mlnet", "1.0.0", () => mlnet)
            .AddBackend("onnx", "1.0.0", () => onnx)
            .AddBackend("torch", "1.0.0", () => torch)
            .Configure(o => o.DefaultInstanceCount = 1)
            .AddEndpoint("e", e => e.AsSerial()
                .AddContainer("scale", "mlnet", "models/digits-scale.zip")
                .AddContainer("features", "onnx", "models/digits-features.onnx")
                .AddContainer("classify", "torch", "models/digits-head.pt2"))
            .Build();
        _server.StartAsync().GetAwaiter().GetResult();

        InferenceTensor pixels = Keep(Digit.Create()), scaled = Keep(InferenceTensor.Create<float>(1, 64)), features = Keep(InferenceTensor.Create<float>(1, 32));
        InferenceTensor scores = Keep(InferenceTensor.Create<float>(1, 10));
        _raw =
        [
            new RawCall(mlnet["digits-scale.zip"], Signature(0), pixels, scaled),
            new RawCall(onnx["digits-features.onnx"], Signature(1), scaled, features),
            new RawCall(torch["digits-head.pt2"], Signature(2), features, scores),
        ];
        _request = new InferenceRequest("e") { Inputs = { pixels }, Outputs = { scores } };
    }

    public override void Raw()
    {
        foreach (RawCall call in _raw) call.Run();
    }

    public override void Served() => _server.InvokeHere(_request).Dispose();

    protected override void Cleanup()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (InferenceTensor tensor in _tensors) tensor.Dispose();
    }

    private ModelSignature Signature(int step) => _server.Endpoints[0].Containers[step].Signature;

    private InferenceTensor Keep(InferenceTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }
}
