using System.Diagnostics;
using System.Text.Json;

namespace Mce.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("onnx/matmul.onnx", "x", "y.npy")]
    [InlineData("torch/mlp.pt2", "x", "output.npy")]
    [InlineData("mlnet/numeric.zip", "Features", "Score.npy")]
    [InlineData("onnx/weird_name.onnx", "{\"name\": \"x\", \"dims\": [-1, 3]}", "__y__.npy")]
    public async Task Run_EveryFramework_WritesWhatTheFrameworkItselfComputes(string model, string input, string output)
    {
        using var expected = new ModelCase(model);
        string given = _folder.Write("input.bin", expected.Input(0));

        CliResult result = await Cli.RunInAsync(_folder.FullPath, "run", expected.Model, "--input", $"{input}={given}", "--output", "out");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        (string header, float[] numbers) = ModelCase.ReadNpy(_folder.At("out", output));
        Assert.Contains($"'shape': {expected.OutputShape()}", header, StringComparison.Ordinal);
        Assert.Equal(expected.Output(), numbers, (a, b) => Math.Abs(a - b) <= 1e-5 + (1e-4 * Math.Abs(b)));
        Assert.Contains(output, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InputsByPosition_AndJson_GivesOneDocument()
    {
        using var expected = new ModelCase("onnx/add2.onnx");
        string[] inputs = [_folder.Write("a.bin", expected.Input(0)), _folder.Write("b.bin", expected.Input(1))];

        CliResult result = await Cli.RunAsync("run", expected.Model, "-i", $"1={inputs[1]}:2x3", "-i", $"0={inputs[0]}", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement sum = Assert.Single(report.RootElement.GetProperty("outputs").EnumerateArray().ToArray());
        Assert.Equal("sum", sum.GetProperty("name").GetString());
        Assert.Equal("float32", sum.GetProperty("elementType").GetString());
        Assert.Equal([2, 3], sum.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(expected.Output().Min(), sum.GetProperty("minimum").GetSingle(), 1e-5);
        Assert.Equal(expected.Output().Max(), sum.GetProperty("maximum").GetSingle(), 1e-5);
        Assert.Equal(expected.Output().Average(), sum.GetProperty("mean").GetSingle(), 1e-5);
        Assert.Equal(JsonValueKind.Null, sum.GetProperty("file").ValueKind);
    }

    [Fact]
    public async Task Run_TextThatEndsWithAZero_IsWrittenAsJson()
    {
        _folder.Write("x.json", """[["a\u0000", "b"]]""");

        CliResult result = await Cli.RunInAsync(_folder.FullPath, "run", Cli.InRepository("tests/TestModels/onnx/identity_string.onnx"), "--input", "x=x.json", "--output", "out");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(_folder.At("out", "y.json")));
        Assert.Equal(["a\0", "b"], written.RootElement.GetProperty("data").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public async Task Run_NoInputs_TeachesWhatTheModelNeeds()
    {
        CliResult result = await Cli.RunAsync("run", Cli.InRepository("tests/TestModels/onnx/add2.onnx"));

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.All(["0  a  float32", "1  b  float32", "--input a=FILE.npy --input b=FILE.npy", ".json"], p => Assert.Contains(p, result.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_InputUnknown_ListsThoseThereAre() => CliAssert.IsOneLineError(await RunAsync("pix=x.npy"), 2, "'pix'", "pixels: float32[batch, 64]");

    [Fact]
    public async Task Run_InputTwice_SaysWhich() => CliAssert.IsOneLineError(await RunAsync("pixels=x.npy", "0=x.npy"), 2, "'pixels'", "2 times");

    [Fact]
    public async Task Run_InputLacking_SaysWhich() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("run", Cli.InRepository("tests/TestModels/onnx/add2.onnx"), "-i", "a=x.npy"), 2, "'b'", "--input 'b=FILE.npy'");

    [Fact]
    public async Task Run_InputFileMissing_NamesIt() => CliAssert.IsOneLineError(await RunAsync("pixels=no-such.npy"), 2, "no-such.npy");

    [Fact]
    public async Task Run_ShapeDoesNotFit_SaysBoth() =>
        CliAssert.IsOneLineError(await RunAsync($"pixels={_folder.Write("x.json", "[[1, 2, 3]]")}"), 2, "x.json", "float32[1, 3]", "[batch, 64]");

    [Fact]
    public async Task Run_TypeDoesNotFit_SaysBoth()
    {
        string file = _folder.Write("x.json", """{"shape":[1,64],"datatype":"FP64","data":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}""");

        CliAssert.IsOneLineError(await RunAsync($"pixels={file}"), 2, "x.json", "float64", "float32");
    }

    [Fact]
    public async Task Run_RawFileOfNoWholeRows_SaysHowManyBytes() =>
        CliAssert.IsOneLineError(await RunAsync($"pixels={_folder.Write("x.bin", [1f, 2f, 3f])}"), 2, "x.bin", "12 bytes");

    [Fact]
    public async Task Run_OutputIsAFile_SaysSo() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("run", Cli.InRepository("samples/models/digits.onnx"), "-i", $"0={_folder.Write("x.bin", new float[64])}", "-o", _folder.Write("taken", "x")), 2, "taken", "--output");

    [Fact]
    public async Task Run_ModelThatFails_IsOneLineAndNotAMistakeOfTheCaller()
    {
        // Token ids are 0 to 9.
        string tokens = _folder.Write("tokens.json", "[[0, 1, 2, 3, 99]]"), x = _folder.Write("x.json", "[[0, 0, 0, 0]]");

        CliResult result = await Cli.RunAsync("run", Cli.InRepository("tests/TestModels/torch/twoio.pt2"), "-i", $"tokens={tokens}", "-i", $"x={x}");

        CliAssert.IsOneLineError(result, 1, "index out of range");
        Assert.DoesNotContain("container 'model'", result.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_Interrupted_EndsWith130()
    {
        Skip.If(OperatingSystem.IsWindows(), "Ctrl+C can't be sent to one process there.");
        string count = _folder.Write("n.json", "1000000000000");
        using var watcher = new FileSystemWatcher(_folder.FullPath) { EnableRaisingEvents = true };
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, e) =>
        {
            if (e.Name == "out") begun.TrySetResult();
        };

        using Process process = Cli.Start(_folder.FullPath, "run", Cli.InRepository("tests/TestModels/onnx/slow.onnx"), "-i", $"n={count}", "-o", "out");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(2));
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("mce: cancelled.", (await errors).TrimEnd());
    }

    public void Dispose() => _folder.Dispose();

    private static Task<CliResult> RunAsync(params string[] inputs) =>
        Cli.RunAsync(["run", Cli.InRepository("samples/models/digits.onnx"), .. inputs.SelectMany(i => new[] { "--input", i })]);
}
