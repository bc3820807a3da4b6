namespace Mce.Core.Tests;

/// <summary>A server over scripted models, whose "model files" are empty files in a folder of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-test-");

    private TestServer(MceServer server, ScriptedBackend backend, DirectoryInfo folder) => (Server, Backend, _folder) = (server, backend, folder);

    public MceServer Server { get; }

    public ScriptedBackend Backend { get; }

    public static async Task<TestServer> StartAsync(ScriptedBackend backend, Action<MceServerBuilder> configure, params string[] files)
    {
        TestServer server = Build(backend, configure, files);
        await server.Server.StartAsync();
        return server;
    }

    public static TestServer Build(ScriptedBackend backend, Action<MceServerBuilder> configure, params string[] files)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mce-test-");
        foreach (string file in files) File.WriteAllBytes(Path.Combine(folder.FullName, file), []);
        var builder = new MceServerBuilder();
        builder.AddBackend("scripted", "1.0.0", () => backend);
        builder.Configure(o => o.BaseDirectory = folder.FullName);
        configure(builder);
        return new TestServer(builder.Build(), backend, folder);
    }

    /// <summary>One direct endpoint <c>e</c> with one container <c>c</c>.</summary>
    public static Task<TestServer> StartOneAsync(ScriptedModel model, int instances = 1, Action<MceOptions>? options = null) => StartAsync(
        new ScriptedBackend().With("m", model),
        b => b.Configure(o => o.WarmUp = false)
            .Configure(options ?? (_ => { }))
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(instances))),
        "m");

    public static InferenceRequest Request(InferenceTensor x) => new("e") { TargetContainer = "c", Inputs = { ["x"] = x } };

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
