using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mce.Isolation.Tests;

/// <summary>ONNX Runtime, ML.NET and libtorch, side by side in this process.</summary>
public sealed class ShippedPluginsTests
{
    private static string PluginRoot { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    [Fact]
    public async Task Acquire_AllThree_EachHasItsOwnContextAndNothingIsUnresolved()
    {
        await using PluginHost host = Host(PluginRoot);
        foreach (string framework in (string[])["onnx", "mlnet", "torch"]) LoadModel(host, framework);
        PluginReport report = host.CreateReport();

        Assert.Empty(report.Problems);
        Assert.Equal(["mlnet", "onnx", "torch"], report.Plugins.Select(p => p.Name));
        Assert.All(report.Plugins, p => Assert.Equal((PluginState.Loaded, $"mce:{p.Name}", null), (p.State, p.LoadContext, p.Error)));
        Assert.Contains(report.Plugins[1].NativeFiles, f => f.Name.Contains("onnxruntime", StringComparison.Ordinal) && f.IsInPluginFolder);
        Assert.Contains(report.Plugins[2].NativeFiles, f => f.Name.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Plugins[1].NativeFiles, f => f.Name.Contains("torch", StringComparison.Ordinal));
        Assert.Contains(report.Plugins[0].Dependencies, d => d is { Name: "Microsoft.ML.Core", Version: "5.0.1", IsLoaded: true });
    }

    [Theory]
    [InlineData("onnx", "onnxruntime")]
    [InlineData("mlnet", "")]
    [InlineData("torch", "torch_cpu")]
    public async Task UnloadAsync_AfterServingAModel_ManagedCodeIsGoneAndNativesAreNamed(string framework, string native)
    {
        await using PluginHost host = Host(PluginRoot, collectible: true);
        WeakReference assembly = LoadModel(host, framework);

        PluginUnloadResult result = await host.UnloadAsync(framework);

        Assert.True(result.Outcome == PluginUnloadOutcome.Unloaded, result.Reason);
        Assert.False(assembly.IsAlive);
        Assert.Contains(native, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquire_OnnxRuntimeFromTwoFolders_GivesTwoImages()
    {
        using var copy = new CopiedFolder(Path.Combine(PluginRoot, "onnx"), "onnx");
        // One host refuses two plugins of one framework and version: as two hosts they still share the process.
        await using PluginHost first = Host(PluginRoot), second = Host(copy.Parent);
        LoadModel(first, "onnx");
        LoadModel(second, "onnx");

        PluginNativeFile one = OnnxRuntimeOf(first), two = OnnxRuntimeOf(second);
        Assert.NotEqual(one.Path, two.Path);
        Assert.True(two.IsInPluginFolder);
        PluginConflict conflict = Assert.Single(second.CreateReport().Conflicts, c => c.Subject == one.Name);
        Assert.True(conflict.IsResolved);
    }

    private static PluginNativeFile OnnxRuntimeOf(PluginHost host) =>
        Assert.Single(
            host.CreateReport().Plugins.Single(p => p.Name == "onnx").NativeFiles,
            f => f.Name == (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "onnxruntime.dll"
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libonnxruntime.dylib" : "libonnxruntime.so"));

    private static PluginHost Host(string root, bool collectible = false)
    {
        // ML.NET keeps timers for about a second.
        var options = new PluginHostOptions { Collectible = collectible, UnloadTimeout = TimeSpan.FromSeconds(30) };
        options.PluginRoots.Add(root);
        return new PluginHost(options, NullLoggerFactory.Instance);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadModel(PluginHost host, string framework)
    {
        string extension = framework switch { "onnx" => "onnx", "mlnet" => "zip", _ => "pt2" };
        using PluginHandle handle = host.Acquire(framework);
        using IModel model = handle.Backend.Load(new ModelSource(Path.Combine(AppContext.BaseDirectory, "models", $"digits.{extension}")), CancellationToken.None);
        using IModelInstance instance = model.CreateInstance();
        var context = new ModelExecutionContext(model.Signature);
        using InferenceTensor pixels = InferenceTensor.FromArray(new float[64], 1, 64);
        context.SetInput(model.Signature.FindInput("pixels"), pixels);
        instance.Execute(context);
        context.Reset();
        return new WeakReference(handle.Backend.GetType().Assembly);
    }
}
