namespace Mce.Integration.Tests;

/// <summary>In processes of their own: what is native stays mapped until the process ends.</summary>
public sealed class UnloadTests
{
    [Theory]
    [InlineData("mlnet")]
    [InlineData("mlnet-onnx")]
    [InlineData("onnx")]
    [InlineData("torch")]
    public async Task UnloadPluginAsync_AfterTheContainersWereLetGo_CollectsTheLoadContext(string plugin)
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("unload", plugin)).ShouldSucceed();

        Assert.StartsWith("in use: CannotUnload: It is in use by 1 model", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("after use: Unloaded:", result.Lines[1], StringComparison.Ordinal);
        Assert.Equal("context alive: False", result.Lines[2]);
        Assert.Equal("state: Unloaded", result.Lines[3]);
    }

    [Theory]
    [InlineData("onnx-own")]
    [InlineData("torch-own")]
    public async Task UnloadPluginAsync_WhileAnOutputOfTheFrameworkIsHeld_SaysStillAliveUntilItIsLetGo(string model)
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("unload-held", model)).ShouldSucceed();

        Assert.StartsWith("held: StillAlive:", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("let go: Unloaded:", result.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlnet", "numeric.zip")]
    [InlineData("onnx", "matmul.onnx")]
    [InlineData("torch", "mlp.pt2")]
    public async Task UnloadPluginAsync_PluginsNotUnloadable_SaysWhyAndWhatToDo(string plugin, string model)
    {
        await using MceServer server = TestServer.CreateBuilder()
            .AddEndpoint("example", e => e.AddContainer("model", plugin == "onnx" ? "onnx@1.31.1" : plugin, TestServer.PathOf(model)))
            .Build();
        await server.StartAsync();
        await server.StopAsync();

        PluginUnloadResult result = await server.UnloadPluginAsync(plugin);

        Assert.Equal(PluginUnloadOutcome.CannotUnload, result.Outcome);
        Assert.Contains("isn't collectible", result.Reason, StringComparison.Ordinal);
        Assert.Contains(nameof(MceServerBuilder.UseUnloadablePlugins), result.Reason, StringComparison.Ordinal);
    }
}
