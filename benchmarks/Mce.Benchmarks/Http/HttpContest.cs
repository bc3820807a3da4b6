namespace Mce.Benchmarks;

/// <summary>The servers that are compared, running, each with its requests and the answers that are right.</summary>
internal sealed class HttpContest : IDisposable
{
    // All get the same heads, so that what the web server spends on them falls on both sides.
    private const string Headers = "X-Amzn-SageMaker-Target-Container-Hostname: onnx\r\n";
    private const string McePath = "/endpoints/digits/invocations";
    private const string HandWrittenPath = "/invocations";

    private readonly HttpServer _documented = HttpServer.Start("documented");
    private readonly HttpServer _tuned = HttpServer.Start("tuned");
    private readonly HttpServer _mce = HttpServer.Start("mce");

    /// <exception cref="InvalidOperationException">One of them gives other scores than ONNX Runtime called here.</exception>
    public HttpContest()
    {
        float[][] right = RightScores();
        Targets = new Dictionary<HttpContestant, HttpTarget>
        {
            [HttpContestant.DocumentedJson] = HttpTarget.Create(_documented, HandWrittenPath, isJson: true, Headers, right),
            [HttpContestant.TunedJson] = HttpTarget.Create(_tuned, HandWrittenPath, isJson: true, Headers, right),
            [HttpContestant.MceJson] = HttpTarget.Create(_mce, McePath, isJson: true, Headers, right),
            [HttpContestant.TunedRaw] = HttpTarget.Create(_tuned, HandWrittenPath, isJson: false, Headers, right),
            [HttpContestant.MceRaw] = HttpTarget.Create(_mce, McePath, isJson: false, Headers, right),
            [HttpContestant.BareRaw] = HttpTarget.Create(_mce, "/bare", isJson: false, Headers, right: null),
        };
    }

    public IReadOnlyDictionary<HttpContestant, HttpTarget> Targets { get; }

    public void Dispose()
    {
        _documented.Dispose();
        _tuned.Dispose();
        _mce.Dispose();
    }

    private static float[][] RightScores()
    {
        using var bare = new BareOnnx("models/digits.onnx", rows: 1);
        return [.. Enumerable.Range(0, HttpTarget.Images).Select(i =>
        {
            using BareOnnx.Caller caller = bare.CreateCaller(HttpTarget.Pixels(i));
            caller.Run();
            return caller.Output.ToArray();
        })];
    }
}
