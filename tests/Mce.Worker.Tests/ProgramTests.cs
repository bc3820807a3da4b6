using System.Globalization;
using System.Text.Json;

namespace Mce.Worker.Tests;

public sealed class ProgramTests
{
    // A person's patience with Ctrl+C; the host itself gives up after 30 seconds.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task Terminate_UnderLoad_FinishesWhatWasBegunAndLeavesTheRest()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var folder = new TemporaryFolder();
        using var watch = new FolderWatch(folder);
        for (int i = 0; i < 1_000; i++) folder.Add($"{i:0000}.csv", Digits.Csv(i));
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int stood = 0;
        using WorkerProcess worker = WorkerProcess.Start(folder);
        watch.Happened += step =>
        {
            if (step != FolderWatch.Step.Stands || ++stood != 50) return;
            worker.Terminate();
            enough.SetResult();
        };

        await enough.Task.WaitAsync(TimeSpan.FromMinutes(3));
        int exitCode = await worker.EndAsync(StopLimit);

        Assert.True(exitCode == 0, worker.Output);
        Assert.Contains("Stopped:", worker.Output, StringComparison.Ordinal);
        // Nothing half done: an item either has its result and is put aside, or lies in the inbox as before.
        string[] done = TemporaryFolder.NamesIn(folder.Done), left = TemporaryFolder.NamesIn(folder.Inbox);
        Assert.Equal(done.Select(n => n + ".json"), TemporaryFolder.NamesIn(folder.Results));
        Assert.Equal(1_000, done.Length + left.Length);
        Assert.NotEmpty(left);
    }

    [Fact]
    public async Task Run_SeededAndOnce_AnswersWhatItSeededAndEnds()
    {
        using var folder = new TemporaryFolder();
        using WorkerProcess worker = WorkerProcess.Start(folder, "--seed", "40", "--once", "true");

        Assert.True(await worker.EndAsync() == 0, worker.Output);

        Assert.Contains("40 answered, 0 of them with an error", worker.Output, StringComparison.Ordinal);
        int right = folder.ReadResults().Count(r => r.Key.EndsWith(
            string.Create(CultureInfo.InvariantCulture, $"-is-{JsonDocument.Parse(r.Value).RootElement.GetProperty("digit").GetInt32()}.csv.json"), StringComparison.Ordinal));
        Assert.InRange(right, 36, 40);
    }

    [Fact]
    public async Task Run_BadItems_EachHasOneResultThatSaysWhy()
    {
        using var folder = new TemporaryFolder();
        folder.Add("good.json", $"[{Digits.Csv(0)}]");
        folder.Add("empty.csv", "");
        folder.Add("huge.csv", new string('1', 70_000));
        folder.Add("short.csv", "1,2,3");
        folder.Add("text.csv", "1,two,3");
        folder.Add("ink.csv", Digits.Csv(0).Replace("16", "17", StringComparison.Ordinal));
        folder.Add("nan.csv", "NaN" + Digits.Csv(0)[1..]);
        folder.Add("object.json", "{}");
        folder.Add("deep.json", new string('[', 5_000));
        folder.Add("null.json", "null");
        folder.Add("photo.png", "x");
        folder.Add(".hidden", "x");
        folder.Add("upload.csv.part", "1,2");
        using WorkerProcess worker = WorkerProcess.Start(folder, "--once", "true");

        Assert.True(await worker.EndAsync() == 0, worker.Output);

        Dictionary<string, string> results = folder.ReadResults();
        Assert.Equal(11, results.Count);
        Assert.Equal([".hidden", "upload.csv.part"], TemporaryFolder.NamesIn(folder.Inbox));
        using JsonDocument good = JsonDocument.Parse(results["good.json.json"]);
        Assert.Equal(Digits.AnswerTo(0), good.RootElement.GetProperty("digit").GetInt32());
        ShouldSay("empty.csv", "empty");
        ShouldSay("huge.csv", "70000 bytes");
        ShouldSay("short.csv", "3 numbers");
        ShouldSay("text.csv", "'two'");
        ShouldSay("ink.csv", "is 17");
        ShouldSay("nan.csv", "is NaN");
        ShouldSay("object.json", "no JSON array");
        ShouldSay("deep.json", "no JSON array");
        ShouldSay("null.json", "0 numbers");
        ShouldSay("photo.png", "'.PNG'");

        void ShouldSay(string item, string reason)
        {
            using JsonDocument result = JsonDocument.Parse(results[item + ".json"]);
            JsonElement error = result.RootElement.GetProperty("error");
            Assert.Equal("item.invalid", error.GetProperty("code").GetString());
            Assert.Contains(reason, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.False(result.RootElement.TryGetProperty("digit", out _));
        }
    }

    [Fact]
    public async Task Run_FolderInUse_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        using WorkerProcess first = WorkerProcess.Start(folder);
        await first.WorkingAsync();
        using WorkerProcess second = WorkerProcess.Start(folder);

        Assert.Equal(1, await second.EndAsync());
        Assert.Contains($"Another worker has the folder '{folder.Path}'", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Worker:Consumers=0", "Worker:Consumers is 0")]
    [InlineData("--Worker:Deadline=soon", "Deadline")]
    [InlineData("--Worker:Consumer=2", "Consumer")]
    [InlineData("--Mce:Endpoints:0:Containers:0:ModelPath=models/none.onnx", "none.onnx")]
    public async Task Run_WrongConfiguration_SaysWhatAndEndsWithOne(string argument, string said)
    {
        using var folder = new TemporaryFolder();
        using WorkerProcess worker = WorkerProcess.Start(folder, argument);

        Assert.Equal(1, await worker.EndAsync());
        Assert.Contains(said, worker.Output, StringComparison.Ordinal);
    }
}
