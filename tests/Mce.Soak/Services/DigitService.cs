namespace Mce.Soak.Services;

/// <summary>One task in three frameworks: a change of version is a change of framework.</summary>
internal sealed class DigitService : Service
{
    private const double Tolerance = 1e-4;
    private const int Images = 8;

    private static readonly (string Framework, string File)[] Models = [("onnx", "digits.onnx"), ("mlnet", "digits.zip"), ("torch", "digits.pt2")];

    private readonly float[][] _images;
    private readonly float[][][] _scores; // by version, by image

    private DigitService(float[][] images, float[][][] scores) => (_images, _scores) = (images, scores);

    public override int Versions => Models.Length;

    /// <summary>Asks each model alone what its answers are.</summary>
    public static async Task<DigitService> CreateAsync(string endpoint, string container)
    {
        var random = new Random(1);
        float[][] images = [.. Enumerable.Range(0, Images).Select(_ => Enumerable.Range(0, 64).Select(_ => (float)random.Next(17)).ToArray())];
        var scores = new float[Models.Length][][];
        await using ModelWorkbench workbench = new MceServerBuilder().AddPluginDirectory("plugins").BuildWorkbench();
        for (int i = 0; i < Models.Length; i++)
        {
            await using OpenModel model = await workbench.OpenAsync(ConfigOf(container, i));
            scores[i] = new float[Images][];
            for (int image = 0; image < Images; image++)
            {
                InferenceRequest request = model.CreateRequest();
                using InferenceTensor pixels = InferenceTensor.FromArray(images[image], 1, 64);
                request.Inputs.Add("pixels", pixels);
                using InferenceResponse response = await model.InvokeAsync(request);
                scores[i][image] = ScoresOf(response).ToArray();
            }
        }

        return new DigitService(images, scores) { Endpoint = endpoint, Container = container };
    }

    public override IEnumerable<ContainerConfig> Configure(int version) => [ConfigOf(Container!, version)];

    public override Probe CreateProbe() => new DigitProbe(this, new InferenceRequest(Endpoint) { TargetContainer = Container });

    private static ContainerConfig ConfigOf(string name, int version) =>
        new() { Name = name, Framework = Models[version].Framework, ModelPath = Path.Combine("models", Models[version].File) };

    // Each model has one output of ten scores; its name differs, and one has others besides.
    private static ReadOnlySpan<float> ScoresOf(InferenceResponse response)
    {
        for (int i = 0; i < response.Count; i++)
            if (response[i].ElementType == TensorElementType.Float32 && response[i].ElementCount == 10) return response[i].AsReadOnlySpan<float>();
        return [];
    }

    private sealed class DigitProbe : Probe
    {
        private readonly DigitService _service;
        private readonly float[] _pixels = new float[64];
        private int _image;

        public DigitProbe(DigitService service, InferenceRequest request)
            : base(request)
        {
            _service = service;
            request.Inputs.Add("pixels", InferenceTensor.FromArray(_pixels, 1, 64));
        }

        public override void Refill(Random random)
        {
            _image = random.Next(Images);
            _service._images[_image].CopyTo(_pixels, 0);
        }

        public override int VersionOf(InferenceResponse response)
        {
            ReadOnlySpan<float> scores = ScoresOf(response);
            for (int i = 0; i < Models.Length; i++)
                if (IsClose(scores, _service._scores[i][_image])) return i;
            return Wrong;
        }

        private static bool IsClose(ReadOnlySpan<float> given, float[] expected)
        {
            if (given.Length != expected.Length) return false;
            for (int i = 0; i < expected.Length; i++)
                if (Math.Abs(given[i] - expected[i]) > Tolerance) return false;
            return true;
        }
    }
}
