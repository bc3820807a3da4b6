using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Testing.Tests;

public sealed class MceTestServerTests
{
    [Fact]
    public async Task StartAsync_ConfigurationOfAnotherFramework_ServesItWithScriptedModels()
    {
        const string Json = """
            { "Mce": { "Endpoints": { "digits": { "Mode": "Direct", "Containers": {
                "cnn": { "Framework": "onnx@1.31", "ModelPath": "models/digits.onnx", "Settings": { "intraOpThreads": 2 } },
                "trees": { "Framework": "mlnet", "ModelPath": "models/digits.zip" } } } } } }
            """;
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json))).Build();

        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddFramework("onnx", "1.31.1")
            .AddFramework("mlnet")
            .AddModel("models/digits.onnx", new ScriptedModel().Answers(1))
            .AddModel("models/digits.zip", new ScriptedModel().Answers(2))
            .AddConfiguration(configuration.GetSection("Mce")));

        await Answered.WithAsync([1], server.InvokeAsync("digits", "cnn", [0]));
        await Answered.WithAsync([2], server.InvokeAsync("digits", "trees", [0]));
        Assert.Equal("2", server.Backend["models/digits.onnx"].LastSource!.Settings.GetString("intraOpThreads"));
    }

    [Fact]
    public async Task InvokeAsync_NoReplicaFree_RequestsArriveInTheOrderOfTheCalls()
    {
        var gate = new Gate();
        var seen = new List<float>();
        ScriptedModel model = new ScriptedModel().WaitsAt(gate).OnCall(call => seen.Add(call.Values[0]));
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        Task[] calls = [.. Enumerable.Range(0, 20).Select(i => server.InvokeAsync(i))];
        gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), seen);
    }

    [Fact]
    public async Task InvokeAsync_SeveralContainers_AsksWhich()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddModel("m", new ScriptedModel())
            .AddEndpoint("e", e => e.AddContainer("a", "scripted", "m").AddContainer("b", "scripted", "m")));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.InvokeAsync(1));

        Assert.Contains("e/a, e/b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_UnknownEndpoint_IsTheServersOwnError()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel());

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync("nope", null, [1]));

        Assert.Equal(MceErrorCodes.EndpointNotFound, error.Code);
    }

    [Fact]
    public async Task InvokeAsync_FixedShape_FitsTheValues()
    {
        ScriptedModel model = new ScriptedModel().WithSignature("x", "y", TensorDimension.Dynamic("batch"), 4);
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        await Answered.WithAsync(new float[8], server.InvokeAsync(new float[8]));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => server.InvokeAsync(new float[6]));
        Assert.Contains("x: float32[batch, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_CallsHeldAndWaiting_AnswersAllAndDeletesTheFolder()
    {
        ScriptedModel model = new ScriptedModel().Stalls().IgnoresCancellation();
        MceTestServer server = await MceTestServer.StartAsync(model);
        Task<float[]>[] calls = [.. Enumerable.Range(0, 3).Select(i => server.InvokeAsync(i))];
        string folder = server.Folder;
        Assert.True(Directory.Exists(folder));

        await server.DisposeAsync();

        float[][] answers = await Task.WhenAll(calls);
        Assert.Equal([0, 1, 2], answers.Select(a => a[0]));
        Assert.False(Directory.Exists(folder));
        Assert.Equal((0, true), (server.Backend.Live, server.Backend.IsDisposed));
        Assert.Empty(server.Backend.Violations);
        Assert.Equal(2, model.Disposals);
    }

    [Fact]
    public async Task StartAsync_SameModelInASecondServer_WaitsAgain()
    {
        ScriptedModel model = new ScriptedModel().Takes(TimeSpan.FromSeconds(1));
        await (await MceTestServer.StartAsync(model)).DisposeAsync();
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        Task<float[]> call = server.InvokeAsync(1);

        Assert.Equal(1, model.Held);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await call;
    }

    [Fact]
    public async Task StartAsync_Mistake_LeavesNothingBehind()
    {
        string folder = "";

        await Assert.ThrowsAsync<MceException>(() => MceTestServer.StartAsync(test =>
        {
            folder = test.Folder;
            test.AddEndpoint("e", e => e.AddContainer("c", "scripted", "not-there"));
        }));

        Assert.NotEmpty(folder);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    public void AddModel_OutsideTheFolder_IsRefused(string file) =>
        Assert.Throws<ArgumentException>(() => MceTestServer.Create(test => test.AddModel(file, new ScriptedModel())));
}
