using System.Text.Json;

namespace Mce.Cli.Tests.Commands;

public sealed class InspectCommandTests
{
    [Theory]
    [InlineData("onnx/matmul.onnx", "onnx", "x", "float32", 4)]
    [InlineData("torch/mlp.pt2", "torch", "x", "float32", 8)]
    [InlineData("mlnet/numeric.zip", "mlnet", "Features", "float32", 4)]
    public async Task Inspect_EveryFramework_TellsItFromTheContentAndGivesTheSignature(string model, string framework, string input, string type, int width)
    {
        // The name says nothing: the content does.
        using var folder = new TemporaryFolder();
        string path = folder.At("model.bin");
        File.Copy(Cli.InRepository($"tests/TestModels/{model}"), path);

        CliResult result = await Cli.RunAsync("inspect", path, "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement root = report.RootElement;
        Assert.True(root.GetProperty("canBeServed").GetBoolean());
        Assert.Equal(framework, root.GetProperty("framework").GetString());
        Assert.Equal(new FileInfo(path).Length, root.GetProperty("totalBytes").GetInt64());
        JsonElement taken = root.GetProperty("inputs")[0];
        Assert.Equal(input, taken.GetProperty("name").GetString());
        Assert.Equal(type, taken.GetProperty("elementType").GetString());
        Assert.Equal(JsonValueKind.Null, taken.GetProperty("dimensions")[0].GetProperty("size").ValueKind);
        Assert.Equal(width, taken.GetProperty("dimensions")[1].GetProperty("size").GetInt64());
        Assert.NotEqual(0, root.GetProperty("outputs").GetArrayLength());
        Assert.Equal(0, root.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Inspect_Text_ShowsDynamicDimensionsAndHowToRunIt()
    {
        CliResult result = await Cli.RunAsync("inspect", Cli.InRepository("samples/models/digits.onnx"));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("an ONNX model", result.Output, StringComparison.Ordinal);
        Assert.Contains("[batch, 64]", result.Output, StringComparison.Ordinal);
        Assert.Contains("input pixels dimension 0, output scores dimension 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("--input pixels=FILE.npy", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx/custom_op.onnx", "example.mce.Unheard")]
    [InlineData("torch/unsupported_op.pt2", "mce_test.negate")]
    [InlineData("torch/torchscript.pt", "TorchScript")]
    [InlineData("README.md", "text")]
    public async Task Inspect_ModelThatCannotBeServed_SaysWhyAndFails(string model, string reason)
    {
        CliResult result = await Cli.RunAsync("inspect", Cli.InRepository($"tests/TestModels/{model}"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
        Assert.EndsWith("It can't be served.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_FileMissing_NamesItsNeighbours() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("inspect", Cli.InRepository("samples/models/nope.onnx")), 2, "nope.onnx", "digits.onnx");

    [Fact]
    public async Task Inspect_SettingUnknown_ListsThoseThereAre() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("inspect", Cli.InRepository("samples/models/digits.onnx"), "--setting", "Threads=1"), 2, "'Threads'", "IntraOpThreads");

    [Fact]
    public async Task Inspect_SettingWithoutValue_ShowsHowToWriteIt() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("inspect", Cli.InRepository("samples/models/digits.onnx"), "--setting", "Threads"), 2, "'Threads'", "KEY=VALUE");

    [Fact]
    public async Task Inspect_FrameworkUnknown_ListsThoseThereAre() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("inspect", Cli.InRepository("samples/models/digits.onnx"), "--framework", "keras"), 2, "'keras'", "onnx@", "torch@");
}
