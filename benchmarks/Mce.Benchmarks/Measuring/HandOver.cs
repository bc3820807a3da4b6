using Mce.Plugins.MLNet;
using Mce.Plugins.Onnx;
using Mce.Plugins.Torch;

namespace Mce.Benchmarks;

/// <summary>Watches the addresses that go through the three-framework pipeline.</summary>
internal static class HandOver
{
    /// <returns>How many inputs lay elsewhere than the output, or the caller's memory, that they came from.</returns>
    public static int CountCopies()
    {
        var trace = new List<(nint Read, nint Written)>();
        using InferenceTensor pixels = Digit.Create(), scores = InferenceTensor.Create<float>(1, 10);
        MceServer server = new MceServerBuilder()
            .AddBackend("mlnet", "1.0.0", () => new TracingBackend(new MLNetBackend(), trace))
            .AddBackend("onnx", "1.0.0", () => new TracingBackend(new OnnxBackend(), trace))
            .AddBackend("torch", "1.0.0", () => new TracingBackend(new TorchBackend(), trace))
            .Configure(o => (o.DefaultInstanceCount, o.WarmUp) = (1, false))
            .AddEndpoint("e", e => e.AsSerial()
                .AddContainer("scale", "mlnet", "models/digits-scale.zip")
                .AddContainer("features", "onnx", "models/digits-features.onnx")
                .AddContainer("classify", "torch", "models/digits-head.pt2"))
            .Build();
        server.StartAsync().GetAwaiter().GetResult();
        server.InvokeHere(new InferenceRequest("e") { Inputs = { pixels }, Outputs = { scores } }).Dispose();
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();

        if (trace.Count != SerialAcrossFrameworks.Hops) throw new InvalidOperationException($"{trace.Count} calls were seen, not {SerialAcrossFrameworks.Hops}.");
        int copies = trace[0].Read == Address(pixels) ? 0 : 1;
        for (int i = 1; i < trace.Count; i++) copies += trace[i].Read == trace[i - 1].Written ? 0 : 1;
        return copies + (trace[^1].Written == Address(scores) ? 0 : 1);
    }

    private static unsafe nint Address(InferenceTensor tensor) => (nint)tensor.DangerousGetAddress();

    private sealed class TracingBackend(IBackend inner, List<(nint Read, nint Written)> trace) : IBackend
    {
        public void Initialize(BackendContext context) => inner.Initialize(context);

        public ModelFootprint EstimateFootprint(ModelSource source) => inner.EstimateFootprint(source);

        public IModel Load(ModelSource source, CancellationToken cancellationToken) => new TracingModel(inner.Load(source, cancellationToken), trace);

        public void Dispose() => inner.Dispose();
    }

    private sealed class TracingModel(IModel inner, List<(nint Read, nint Written)> trace) : IModel
    {
        public ModelSignature Signature => inner.Signature;

        public ModelMetadata Metadata => inner.Metadata;

        public ModelFootprint Footprint => inner.Footprint;

        public ModelCapabilities Capabilities => inner.Capabilities;

        public int MaxConcurrency => inner.MaxConcurrency;

        public IModelInstance CreateInstance() => new TracingInstance(inner.CreateInstance(), trace);

        public void Dispose() => inner.Dispose();
    }

    private sealed class TracingInstance(IModelInstance inner, List<(nint Read, nint Written)> trace) : IModelInstance
    {
        public void Execute(ModelExecutionContext context)
        {
            InferenceTensor? preallocated = context.GetPreallocatedOutput(0);
            inner.Execute(context);
            InferenceTensor output = preallocated ?? context.TakeOutput(0);
            trace.Add((Address(context.GetInput(0)!), Address(output)));
            if (preallocated is null) context.SetOutput(0, output);
        }

        public void Dispose() => inner.Dispose();
    }
}
