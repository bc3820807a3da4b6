namespace Mce.Core.Tests;

public sealed class ModelWorkbenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-test-");

    [Fact]
    public async Task OpenAsync_TwoModels_RunAndShareTheBackend()
    {
        var backend = new ScriptedBackend().With("a", ScriptedModel.Add(1)).With("b", ScriptedModel.Add(1));
        await using ModelWorkbench workbench = Build(backend);
        await using OpenModel a = await workbench.OpenAsync(Container("a"));
        await using OpenModel b = await workbench.OpenAsync(Container("b"));
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 1, 2, 3, 4 }, 1, 4);

        foreach (OpenModel model in new[] { a, b })
        {
            InferenceRequest request = model.CreateRequest();
            request.Inputs["x"] = x;
            using InferenceResponse response = await model.InvokeAsync(request);
            Assert.Equal([2f, 3f, 4f, 5f], response["y"].ToArray<float>());
        }

        await a.DisposeAsync();
        Assert.False(backend.IsDisposed);
    }

    [Fact]
    public async Task OpenAsync_ModelThatFails_ThrowsItsOwnErrorAlone()
    {
        var backend = new ScriptedBackend().With("a", () => throw new MceException(MceErrorCodes.ModelUnsupported, "no such operator"));
        await using ModelWorkbench workbench = Build(backend);

        MceException error = await Assert.ThrowsAsync<MceException>(() => workbench.OpenAsync(Container("a")));

        Assert.Equal((MceErrorCodes.ModelUnsupported, "no such operator"), (error.Code, error.Message));
    }

    [Fact]
    public async Task OpenAsync_FileOverTheLimit_RefusedBeforeTheBackendSeesIt()
    {
        var backend = new ScriptedBackend().With("a", ScriptedModel.Add(1));
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a"), new byte[11]);
        await using ModelWorkbench workbench = Build(backend, o => o.Limits = new SizeLimits { MaxFileBytes = 10 });

        MceException error = await Assert.ThrowsAsync<MceException>(() => workbench.OpenAsync(Container("a")));

        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.Contains("11 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, backend.Loads);
    }

    [Fact]
    public async Task LoadPlugins_OneThatFails_StandsInTheReportBesideTheOthers()
    {
        await using ModelWorkbench workbench = new MceServerBuilder()
            .AddBackend("bad", "1.0.0", () => throw new MceException(MceErrorCodes.NativeLibraryUnavailable, "no library"))
            .AddBackend("good", "1.0.0", () => new ScriptedBackend())
            .BuildWorkbench();

        PluginReport report = workbench.LoadPlugins();

        Assert.Equal([("bad", PluginState.Failed), ("good", PluginState.Loaded)], report.Plugins.Select(p => (p.Framework!, p.State)));
        Assert.Contains("no library", report.Plugins[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectAsync_BackendThatRefuses_ReportsWhyAndDoesNotThrow()
    {
        var backend = new ScriptedBackend().With("a", () => throw new MceException(MceErrorCodes.ModelUnsupported, "no such operator"));
        await using ModelWorkbench workbench = Build(backend);

        ModelInspection inspection = await workbench.InspectAsync(Write("a"), "scripted");

        Assert.Equal(("scripted", "1.0.0", false), (inspection.Framework, inspection.FrameworkVersion, inspection.CanBeServed));
        Assert.Equal(new ModelProblem(MceErrorCodes.ModelUnsupported, "no such operator"), Assert.Single(inspection.Problems));
    }

    [Fact]
    public async Task InspectAsync_BackendLetsAnExceptionThrough_ReportsItAsOpenAsyncDoes()
    {
        var backend = new ScriptedBackend().With("a", () => throw new InvalidDataException("cut short"));
        await using ModelWorkbench workbench = Build(backend);

        ModelInspection inspection = await workbench.InspectAsync(Write("a"), "scripted");
        MceException error = await Assert.ThrowsAsync<MceException>(() => workbench.OpenAsync(Container("a")));

        Assert.Equal(new ModelProblem(error.Code, error.Message), Assert.Single(inspection.Problems));
        Assert.Equal("cut short", error.Message);
    }

    [Fact]
    public async Task Open_WorkbenchLetGo_IsNotTheModelsFault()
    {
        ModelWorkbench workbench = Build(new ScriptedBackend().With("a", ScriptedModel.Add(1)));
        await workbench.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => workbench.OpenAsync(Container("a")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => workbench.InspectAsync(Write("a"), "scripted"));
    }

    [Fact]
    public async Task InspectAsync_TextFile_SaysWhatItIsAndWhatThereIs()
    {
        await using ModelWorkbench workbench = Build(new ScriptedBackend());
        File.WriteAllText(Path.Combine(_folder.FullName, "a"), "version https://git-lfs");

        ModelInspection inspection = await workbench.InspectAsync(Path.Combine(_folder.FullName, "a"));

        Assert.Equal((ModelFileKind.Text, null), (inspection.Kind, inspection.Framework));
        Assert.Contains("ONNX models", Assert.Single(inspection.Problems).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ModelWorkbench Build(ScriptedBackend backend, Action<MceOptions>? configure = null) => new MceServerBuilder()
        .AddBackend("scripted", "1.0.0", () => backend)
        .Configure(o => o.BaseDirectory = _folder.FullName)
        .Configure(configure ?? (_ => { }))
        .BuildWorkbench();

    private ContainerConfig Container(string file) => new() { Name = "any", Framework = "scripted", ModelPath = Write(file) };

    private string Write(string file)
    {
        string path = Path.Combine(_folder.FullName, file);
        if (!File.Exists(path)) File.WriteAllBytes(path, []);
        return path;
    }
}
