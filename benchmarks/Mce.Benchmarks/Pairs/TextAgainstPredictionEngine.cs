using Mce.Plugins.MLNet;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace Mce.Benchmarks;

/// <summary>A text model through the server, against a PredictionEngine from an ObjectPool: what .NET users run today.</summary>
public class TextAgainstPredictionEngine : Pair
{
    private const string Text = "the parcel came early and everything works wonderfully";

    private readonly MLContext _ml = new(seed: 1);
    private readonly string[] _memory = [Text];
    private DefaultObjectPool<PredictionEngine<Sentence, Sentiment>> _engines = null!;
    private MceServer _server = null!;
    private InferenceTensor _input = null!;
    private InferenceRequest _request = null!;
    private float _sink;

    public override void Setup()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "models/text.zip");
        ITransformer transformer = _ml.Model.Load(path, out DataViewSchema schema);
        // One transformer on both sides: see SharedModelBackend.
        var backend = new LoadedBackend(() => new MLNetModel(transformer, schema, ModelOptions.Read(BackendSettings.Empty), new ModelFootprint(1), null));
        _engines = new DefaultObjectPool<PredictionEngine<Sentence, Sentiment>>(new EnginePolicy(_ml, transformer));
        _server = new MceServerBuilder()
            .AddBackend("measured", "1.0.0", () => backend)
            .AddEndpoint("e", e => e.AddContainer("c", "measured", path, c => c.WithInstances(1)))
            .Build();
        _server.StartAsync().GetAwaiter().GetResult();
        _input = InferenceTensor.FromArray(_memory, 1);
        _request = new InferenceRequest("e") { TargetContainer = "c", Inputs = { _input } };
        foreach (TensorSpec output in _server.Endpoints[0].Containers[0].Signature.Outputs)
            _request.Outputs.Add(output.Name, InferenceTensor.Create(output.ElementType, 1));
    }

    public override void Raw()
    {
        PredictionEngine<Sentence, Sentiment> engine = _engines.Get();
        _sink = engine.Predict(new Sentence { Text = Text }).Probability;
        _engines.Return(engine);
    }

    public override void Served()
    {
        using InferenceResponse response = _server.InvokeHere(_request);
        _sink = response["Probability"].AsReadOnlySpan<float>()[0];
    }

    /// <summary>The last probability, for a check that both sides say the same.</summary>
    public float Last => _sink;

    protected override void Cleanup()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _input.Dispose();
    }

    public sealed class Sentence
    {
        public string Text { get; set; } = "";
    }

    public sealed class Sentiment
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private sealed class EnginePolicy(MLContext ml, ITransformer transformer) : PooledObjectPolicy<PredictionEngine<Sentence, Sentiment>>
    {
        public override PredictionEngine<Sentence, Sentiment> Create() => ml.Model.CreatePredictionEngine<Sentence, Sentiment>(transformer);

        public override bool Return(PredictionEngine<Sentence, Sentiment> engine) => true;
    }

    private sealed class LoadedBackend(Func<IModel> model) : IBackend
    {
        public void Initialize(BackendContext context)
        {
        }

        public ModelFootprint EstimateFootprint(ModelSource source) => new(1);

        public IModel Load(ModelSource source, CancellationToken cancellationToken) => model();

        public void Dispose()
        {
        }
    }
}
