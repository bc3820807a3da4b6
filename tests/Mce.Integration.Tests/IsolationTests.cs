using System.Text.Json;

namespace Mce.Integration.Tests;

public sealed class IsolationTests
{
    [Fact]
    public async Task Start_OnnxRuntimeInTwoFolders_BothRunAndTheDoctorNamesTheirFiles()
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("two-onnx")).ShouldSucceed();

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement[] plugins = [.. report.RootElement.GetProperty("plugins").EnumerateArray().Where(p => p.GetProperty("framework").GetString() == "onnx")];
        Assert.Equal(["1.31.1", "1.31.0"], plugins.Select(p => p.GetProperty("frameworkVersion").GetString()));
        Assert.Equal(["mce:onnx", "mce:onnx-second"], plugins.Select(p => p.GetProperty("loadContext").GetString()));
        string[] files = [.. plugins.Select(p => Assert.Single(p.GetProperty("nativeFiles").EnumerateArray()).GetProperty("path").GetString()!)];
        Assert.Equal(2, files.Distinct().Count());
        Assert.All(plugins.Zip(files), p => Assert.StartsWith(p.First.GetProperty("directory").GetString()!, p.Second, StringComparison.Ordinal));

        JsonElement conflict = Conflict(report, Path.GetFileName(files[0]));
        Assert.True(conflict.GetProperty("isResolved").GetBoolean());
        Assert.Equal(["onnx", "onnx-second"], conflict.GetProperty("copies").EnumerateArray().Select(c => c.GetProperty("owner").GetString()).Order());
    }

    [Fact]
    public async Task Start_OnnxModelInsideAnMLNetModel_RunsInThatPluginsOwnOnnxRuntime()
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("onnx-in-mlnet")).ShouldSucceed();

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement conflict = Conflict(report, OnnxRuntimeFile);
        Assert.Equal(["mlnet", "onnx"], conflict.GetProperty("copies").EnumerateArray().Select(c => c.GetProperty("owner").GetString()).Order());
        Assert.True(conflict.GetProperty("isResolved").GetBoolean());
        JsonElement plugin = report.RootElement.GetProperty("plugins").EnumerateArray().Single(p => p.GetProperty("framework").GetString() == "mlnet");
        string file = Assert.Single(plugin.GetProperty("nativeFiles").EnumerateArray()).GetProperty("path").GetString()!;
        Assert.StartsWith(plugin.GetProperty("directory").GetString()!, file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ApplicationHasAnotherVersionOfADependency_TheDoctorListsBothAsResolved()
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("doctor")).ShouldSucceed();

        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement conflict = Conflict(report, "Newtonsoft.Json");
        Assert.True(conflict.GetProperty("isResolved").GetBoolean());
        Assert.Equal(
            [("host", "13.0.1"), ("mlnet", "13.0.3")],
            conflict.GetProperty("copies").EnumerateArray().Select(c => (c.GetProperty("owner").GetString(), c.GetProperty("version").GetString())));
    }

    [Fact]
    public async Task Start_OnePluginInTwoFolders_IsRefusedAndNamesBoth()
    {
        using var folder = new TemporaryFolder();
        string copy = folder.CopyTopLevel(Path.Combine(TestServer.PluginsFolder, "onnx"), "onnx-copy");
        await using MceServer server = TestServer.CreateBuilder()
            .AddPlugin(copy)
            .AddEndpoint("example", e => e.AddContainer("model", "onnx@1.31.1", TestServer.PathOf("matmul.onnx")))
            .Build();

        var error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        Assert.Contains(copy, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(TestServer.PluginsFolder, "onnx"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Remove one of the two", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondLibTorch_IsRefusedByNameAndTheFirstGoesOn()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.CopyTopLevel(Path.Combine(TestServer.PluginsFolder, "torch"), "torch-second");
        // Another file is enough: it must be refused before the system's loader sees it.
        string brought = folder.Write(Path.Combine("torch-second", LibTorchFile), [0]);
        string given = folder.Write(Path.Combine("elsewhere", LibTorchFile), [0]);

        ChildResult result = (await ChildProgram.Host.RunAsync("second-libtorch", plugin, Path.GetDirectoryName(given)!)).ShouldSucceed();

        string loaded = File.ReadAllText(Path.Combine(TestServer.PluginsFolder, "torch", "libtorch.path")).Trim();
        string byFolder = result.Lines.Single(l => l.StartsWith($"folder: {MceErrorCodes.NativeLibraryUnavailable}", StringComparison.Ordinal));
        Assert.Contains(brought, byFolder, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(loaded, LibTorchFile), byFolder, StringComparison.Ordinal);
        string bySetting = result.Lines.Single(l => l.StartsWith($"setting: {MceErrorCodes.NativeLibraryUnavailable}", StringComparison.Ordinal));
        Assert.Contains(given, bySetting, StringComparison.Ordinal);
        Assert.Contains(loaded, bySetting, StringComparison.Ordinal);
        string conflict = result.Lines.Single(l => l.StartsWith($"folder: conflict: {LibTorchFile}", StringComparison.Ordinal));
        Assert.Contains(brought, conflict, StringComparison.Ordinal);
        Assert.Equal("ok", result.Lines[^1]);
    }

    private static string OnnxRuntimeFile =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static string LibTorchFile =>
        OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

    private static JsonElement Conflict(JsonDocument report, string subject) =>
        report.RootElement.GetProperty("conflicts").EnumerateArray().Single(c => c.GetProperty("subject").GetString() == subject);
}
