namespace Mce.Core.Tests.Trust;

public sealed class ModelTrustTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    [Fact]
    public async Task StartAsync_EveryFileListed_Serves()
    {
        _folder.Write("m", "model");
        _folder.Write("weights/m.bin", "weights");
        _folder.List("m", "weights/m.bin");
        var backend = Linked("weights/m.bin");
        await using MceServer server = Build(backend);

        await server.StartAsync();

        Assert.Equal(1, backend.Loads);
    }

    [Fact]
    public async Task StartAsync_AlteredModel_RefusedBeforeTheBackendSeesIt()
    {
        _folder.Write("m", "model");
        _folder.List("m");
        _folder.Write("m", "Model");
        var backend = Linked();
        await using MceServer server = Build(backend);

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        MceException only = Assert.Single(error.Errors);
        Assert.Equal((MceErrorCodes.NotTrusted, "e", "c"), (only.Code, only.Fields["endpoint"], only.Fields["container"]));
        Assert.Equal(0, backend.Loads);
    }

    [Fact]
    public async Task StartAsync_WeightsThatAreNotListed_NamesThem()
    {
        _folder.Write("m", "model");
        string weights = _folder.Write("m.bin", "weights");
        _folder.List("m");
        await using MceServer server = Build(Linked("m.bin"));

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        MceException only = Assert.Single(error.Errors);
        Assert.Equal((MceErrorCodes.NotTrusted, weights), (only.Code, only.Fields["path"]));
    }

    [Fact]
    public async Task StartAsync_ModelIsAFolder_ChecksEveryFileInIt()
    {
        _folder.Write("m/graph", "model");
        string hidden = _folder.Write("m/deep/.hidden", "weights");
        _folder.List("m/graph");
        await using MceServer server = Build(Linked());

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        Assert.Equal(hidden, Assert.Single(error.Errors).Fields["path"]);
    }

    [Fact]
    public async Task StartAsync_BrokenManifest_IsOneMistakeHoweverManyModels()
    {
        _folder.Write("m", "model");
        File.WriteAllText(_folder.Manifest, "nonsense");
        var backend = Linked();
        await using MceServer server = Build(backend, b => b.AddEndpoint("f", e => e.AddContainer("c", "scripted", "m")));

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        MceException only = Assert.Single(error.Errors);
        Assert.Equal((MceErrorCodes.ConfigurationInvalid, _folder.Manifest, "1"), (only.Code, only.Fields["manifest"], only.Fields["line"]));
        Assert.Equal(0, backend.Loads);
        Assert.Contains("line 1", Assert.Single(server.CreatePluginReport().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectAsync_AlteredModel_IsReportedAndNotShownToTheBackend()
    {
        string file = _folder.Write("m", "model");
        _folder.List("m");
        _folder.Write("m", "Model");
        var backend = Linked();
        await using ModelWorkbench workbench = Builder(backend).BuildWorkbench();

        ModelInspection inspection = await workbench.InspectAsync(file, "scripted");

        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Single(inspection.Problems).Code);
        Assert.Equal(("scripted", 0), (inspection.Framework, backend.Loads));
        MceException error = await Assert.ThrowsAsync<MceException>(() => workbench.OpenAsync(new ContainerConfig { Name = "c", Framework = "scripted", ModelPath = "m" }));
        Assert.Equal(MceErrorCodes.NotTrusted, error.Code);
        Assert.Equal((_folder.Manifest, 1), (workbench.CreatePluginReport().Trust.ModelManifest, workbench.CreatePluginReport().Trust.ModelManifestEntries));
    }

    private static ScriptedBackend Linked(params string[] files) => new ScriptedBackend
    {
        OnLoad = source =>
        {
            foreach (string file in files) source.CheckFile(Path.Combine(Path.GetDirectoryName(source.Path)!, file));
        },
    }.With("m", () => ScriptedModel.Add(1));

    private MceServerBuilder Builder(ScriptedBackend backend) => new MceServerBuilder()
        .AddBackend("scripted", "1.0.0", () => backend)
        .Configure(o => (o.BaseDirectory, o.Trust) = (_folder.Path, new TrustOptions { ModelManifest = "SHA256SUMS" }));

    private MceServer Build(ScriptedBackend backend, Action<MceServerBuilder>? more = null)
    {
        MceServerBuilder builder = Builder(backend).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m"));
        more?.Invoke(builder);
        return builder.Build();
    }

    public void Dispose() => _folder.Dispose();
}
