using System.Text.Json;
using Mce.Cli.TensorFiles;

namespace Mce.Cli.Tests.Checking;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_CasesThatPassFailAndCannotRun_ReportsEachInOrder()
    {
        Save("a.npy", 1f, 2f, 3f);
        Save("b.npy", 10f, 20f, 30f);
        Save("double.npy", 2f, 4f, 6f);
        Save("sum.npy", 11f, 22f, 33f);
        Save("wrong.npy", 11f, 22f, 34f);
        string add = Cli.InRepository("tests/TestModels/onnx/add2.onnx");

        CliResult result = await CheckAsync([],
            new("by name", add, new() { ["a"] = "a.npy", ["b"] = "b.npy" }, new() { ["sum"] = "sum.npy" }),
            new("by position", add, new() { ["1"] = "b.npy", ["0"] = "a.npy" }, new() { ["0"] = "sum.npy" }),
            new("wrong", add, new() { ["0"] = "a.npy", ["1"] = "b.npy" }, new() { ["0"] = "wrong.npy" }),
            new("missing input", add, new() { ["0"] = "a.npy" }, new() { ["0"] = "sum.npy" }),
            new("unknown input", add, new() { ["a"] = "a.npy", ["c"] = "b.npy" }, new() { ["0"] = "sum.npy" }),
            new("missing file", add, new() { ["0"] = "a.npy", ["1"] = "none.npy" }, new() { ["0"] = "sum.npy" }),
            new("missing model", "none.onnx", [], new() { ["0"] = "sum.npy" }),
            new("optional left out", Cli.InRepository("tests/TestModels/onnx/optional_init.onnx"), new() { ["0"] = "a.npy" }, new() { ["0"] = "double.npy" }),
            new("compares nothing", add, new() { ["0"] = "a.npy", ["1"] = "b.npy" }, []));

        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("ok by name", lines[0]);
        Assert.Equal("ok by position", lines[1]);
        Assert.Matches("^FAIL wrong output 'sum' differs in 1 of 3 elements, first at \\[0, 2\\]: got 33, expected 34", lines[2]);
        Assert.Matches("^FAIL missing input .*'b'", lines[3]);
        Assert.Matches("^FAIL unknown input the model has no input 'c'", lines[4]);
        Assert.Matches("^FAIL missing file .*none\\.npy", lines[5]);
        Assert.Matches("^FAIL missing model .*none\\.onnx", lines[6]);
        Assert.Equal("ok optional left out", lines[7]);
        Assert.Equal("FAIL compares nothing compares nothing: name at least one output", lines[8]);
        Assert.Equal("3 passed, 6 failed", lines[9]);
        Assert.Equal(10, lines.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Check_ModelsThatTakeTheirProcessDown_FailAloneAndTheRestGoOn(int jobs)
    {
        SaveScalar("one.npy", 1f);
        string[] deeds = ["good", "crash", "babble", "good", "hang", "good", "crash", "crash", "good"];
        foreach (string deed in deeds) _folder.Write(deed, deed);

        CliResult result = await CheckAsync(
            ["--plugins", Cli.DeadlyPlugins, "--timeout", "5", "--jobs", $"{jobs}"],
            [.. deeds.Select((deed, i) => new Case($"{i} {deed}", deed, [], new() { ["y"] = "one.npy" }, "deadly"))]);

        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal(deeds.Length + 1, lines.Length);
        for (int i = 0; i < deeds.Length; i++)
        {
            string expected = deeds[i] switch
            {
                "crash" => $"^FAIL {i} crash it killed its process \\(",
                "hang" => $"^FAIL {i} hang it was still running after 5 s",
                _ => $"^ok {i} {deeds[i]}$",
            };
            Assert.Matches(expected, lines[i]);
        }

        Assert.Equal("5 passed, 4 failed", lines[^1]);
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("crash-in-company", "bystander")]
    [InlineData("bystander", "crash-in-company")]
    public async Task Check_ModelKilledByItsNeighbour_PassesWhenRunAlone(params string[] deeds)
    {
        SaveScalar("one.npy", 1f);
        foreach (string deed in deeds) _folder.Write(deed, deed);

        CliResult result = await CheckAsync(
            ["--plugins", Cli.DeadlyPlugins, "--jobs", "2"],
            [.. deeds.Select(deed => new Case(deed, deed, [], new() { ["y"] = "one.npy" }, "deadly"))]);

        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.True(File.Exists(_folder.At("met")), result.Output);
        Assert.Equal("ok bystander", lines[Array.IndexOf(deeds, "bystander")]);
        Assert.StartsWith("FAIL crash-in-company it killed its process (", lines[Array.IndexOf(deeds, "crash-in-company")], StringComparison.Ordinal);
        Assert.Equal(("1 passed, 1 failed", 1), (lines[^1], result.ExitCode));
    }

    [Fact]
    public async Task Check_AllPass_EndsWithZero()
    {
        Save("x.npy", 1f, 2f, 3f);

        CliResult result = await CheckAsync([], new Case("n\u001b\nx", Cli.InRepository("tests/TestModels/onnx/weird_name.onnx"), new() { ["0"] = "x.npy" }, new() { ["0"] = "x.npy" }));

        Assert.Equal(("ok n\\u001b x\n1 passed, 0 failed\n", 0), (result.Output.ReplaceLineEndings("\n"), result.ExitCode));
    }

    [Fact]
    public async Task Check_Json_WritesOneDocumentWithTheSameAnswers()
    {
        Save("x.npy", 1f, 2f, 3f);
        Save("wrong.npy", 1f, 2f, 4f);
        string identity = Cli.InRepository("tests/TestModels/onnx/weird_name.onnx");

        CliResult result = await CheckAsync(["--json"],
            new("good\n", identity, new() { ["0"] = "x.npy" }, new() { ["0"] = "x.npy" }),
            new("bad", identity, new() { ["0"] = "x.npy" }, new() { ["0"] = "wrong.npy" }));

        Assert.Equal(("", 1), (result.Errors, result.ExitCode));
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.Equal((1, 1), (report.RootElement.GetProperty("passed").GetInt32(), report.RootElement.GetProperty("failed").GetInt32()));
        JsonElement[] cases = [.. report.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal([("good\n", true), ("bad", false)], cases.Select(c => (c.GetProperty("name").GetString(), c.GetProperty("ok").GetBoolean())));
        Assert.All(cases, c => Assert.True(c.GetProperty("milliseconds").GetDouble() > 0));
        Assert.Equal(JsonValueKind.Null, cases[0].GetProperty("why").ValueKind);
        Assert.Contains("differs in 1 of 3 elements", cases[1].GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.json")]
    [InlineData("cases.json")]
    [InlineData("cases.json", "--json")]
    [InlineData(".")]
    [InlineData("cases.json", "--timeout", "0")]
    [InlineData("cases.json", "--jobs", "0")]
    public async Task Check_WhatCannotBeAsked_EndsWithTwoAndOneLine(params string[] arguments)
    {
        _folder.Write("cases.json", "[]");

        CliResult result = await Cli.RunInAsync(_folder.FullPath, ["check", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    private async Task<CliResult> CheckAsync(string[] options, params Case[] cases)
    {
        string manifest = _folder.Write("cases.json", JsonSerializer.Serialize(cases.Select(c => new { name = c.Name, model = c.Model, framework = c.Framework, inputs = c.Inputs, outputs = c.Outputs })));
        return await Cli.RunAsync(["check", manifest, .. options]);
    }

    private void Save(string name, params float[] values)
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(values, 1, values.Length);
        TensorFile.Write(_folder.At(name), tensor);
    }

    private void SaveScalar(string name, float value)
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { value });
        TensorFile.Write(_folder.At(name), tensor);
    }

    private sealed record Case(string Name, string Model, Dictionary<string, string> Inputs, Dictionary<string, string> Outputs, string? Framework = null);
}
