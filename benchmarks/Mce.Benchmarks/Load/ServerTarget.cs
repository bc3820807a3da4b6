using Mce.Plugins.MLNet;
using Mce.Plugins.Onnx;
using Mce.Plugins.Torch;

namespace Mce.Benchmarks;

/// <summary>A server in this process, with one endpoint.</summary>
internal sealed class ServerTarget : ILoadTarget
{
    private readonly InferenceTensor _input;
    private readonly float[] _expected;
    private readonly ServerTargetOptions _options;

    private ServerTarget(MceServer server, ServerTargetOptions options)
    {
        Server = server;
        _options = options;
        _input = Digit.Create(options.Rows);
        using InferenceResponse response = server.InvokeAsync(CreateRequest()).AsTask().GetAwaiter().GetResult();
        _expected = response[0].AsReadOnlySpan<float>().ToArray();
    }

    public MceServer Server { get; }

    public string Description => _options.ToString();

    /// <summary>Builds and starts a server.</summary>
    public static ServerTarget Start(ServerTargetOptions options)
    {
        MceServer server = new MceServerBuilder()
            .AddBackend<MLNetBackend>()
            .AddBackend<OnnxBackend>()
            .AddBackend<TorchBackend>()
            .AddBackend("null", "1.0.0", () => new NullBackend())
            .Configure(o => (o.DefaultInstanceCount, o.MaxQueueLength) = (options.Instances, options.QueueLength))
            .AddEndpoint("e", e => AddContainers(e, options.Scenario))
            .Build();
        server.StartAsync().GetAwaiter().GetResult();
        return new ServerTarget(server, options);
    }

    public ILoadCaller CreateCaller()
    {
        InferenceRequest request = CreateRequest();
        request.Timeout = _options.Deadline;
        return new Caller(Server, request, _expected);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        _input.Dispose();
    }

    private static void AddContainers(EndpointBuilder endpoint, LoadScenario scenario)
    {
        switch (scenario)
        {
            case LoadScenario.Null:
                // The backend doesn't read it, but the server insists that a model's file exists.
                endpoint.AddContainer("c", "null", "models/digits.onnx");
                break;
            case LoadScenario.Onnx:
                endpoint.AddContainer("c", "onnx", "models/digits.onnx");
                break;
            case LoadScenario.Torch:
                endpoint.AddContainer("c", "torch", "models/digits.pt2");
                break;
            case LoadScenario.Serial:
                endpoint.AsSerial()
                    .AddContainer("scale", "mlnet", "models/digits-scale.zip")
                    .AddContainer("features", "onnx", "models/digits-features.onnx")
                    .AddContainer("classify", "torch", "models/digits-head.pt2");
                break;
        }
    }

    private InferenceRequest CreateRequest()
    {
        var request = new InferenceRequest("e") { TargetContainer = Server.Endpoints[0].Mode == InvocationMode.Direct ? "c" : null, Inputs = { _input } };
        // A backend that does nothing makes no outputs either.
        if (_options.Scenario == LoadScenario.Null) request.Outputs.Add(InferenceTensor.Create<float>(_options.Rows, 10));
        return request;
    }

    private sealed class Caller(MceServer server, InferenceRequest request, float[] expected) : ILoadCaller
    {
        public async ValueTask<LoadOutcome> CallAsync()
        {
            try
            {
                using InferenceResponse response = await server.InvokeAsync(request).ConfigureAwait(false);
                // One machine, one thread a call: the same answer to the last bit.
                return response[0].AsReadOnlySpan<float>().SequenceEqual(expected) ? LoadOutcome.Answered : LoadOutcome.Failed;
            }
            catch (MceException e)
            {
                return e.Code switch
                {
                    MceErrorCodes.Overloaded => LoadOutcome.Rejected,
                    MceErrorCodes.DeadlineExceeded => LoadOutcome.Expired,
                    _ => LoadOutcome.Failed,
                };
            }
        }
    }
}
