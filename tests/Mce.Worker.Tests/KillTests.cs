using System.Text.Json;

namespace Mce.Worker.Tests;

public sealed class KillTests
{
    private const int Kills = 20;
    private const int ItemsBefore = 60;
    private const int ItemsWhile = 60;

    [Fact]
    public async Task Kill_TwentyTimesUnderLoad_EveryItemHasExactlyOneRightResult()
    {
        using var folder = new TemporaryFolder();
        using var watch = new FolderWatch(folder);
        var random = new Random(20);
        var seen = new Dictionary<string, string>();
        int items = 0, interrupted = 0;

        for (int kill = 0; kill < Kills; kill++)
        {
            Add(ItemsBefore);
            using WorkerProcess worker = WorkerProcess.Start(folder, "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Worker.DigitWorker=Information");
            Task killed = KillAsync(worker, watch, random);
            Add(ItemsWhile);
            await killed;
            await worker.EndAsync();
            if (Directory.EnumerateFiles(folder.Inbox).Any()) interrupted++;

            // What stood before this kill stands unchanged; each result has the time it was made in it.
            Dictionary<string, string> now = folder.ReadResults();
            Assert.All(seen, result => Assert.Equal(result.Value, now[result.Key]));
            seen = now;
        }

        using WorkerProcess last = WorkerProcess.Start(folder, "--once", "true", "--Logging:LogLevel:Default=Warning");
        Assert.True(await last.EndAsync() == 0, last.Output);

        IReadOnlyDictionary<string, int> stood = await watch.CountAsync();
        File.Delete(Path.Combine(folder.Results, "sentinel"));
        string[] names = [.. Enumerable.Range(0, items).Select(NameOf)];
        Assert.Equal(names.Select(n => n + ".json"), TemporaryFolder.NamesIn(folder.Results));
        Assert.Equal(names, TemporaryFolder.NamesIn(folder.Done));
        Assert.Empty(TemporaryFolder.NamesIn(folder.Inbox));

        Dictionary<string, string> results = folder.ReadResults();
        Assert.All(seen, result => Assert.Equal(result.Value, results[result.Key]));
        Assert.All(names, name => Assert.Equal(1, stood[name + ".json"]));
        for (int i = 0; i < items; i++)
        {
            using JsonDocument result = JsonDocument.Parse(results[names[i] + ".json"]);
            Assert.Equal(names[i], result.RootElement.GetProperty("item").GetString());
            Assert.Equal(Digits.AnswerTo(i), result.RootElement.GetProperty("digit").GetInt32());
        }

        // Otherwise the kills weren't under load, and nothing was tested.
        Assert.InRange(interrupted, Kills / 2, Kills);

        void Add(int count)
        {
            for (int i = 0; i < count; i++, items++) folder.Add(NameOf(items), Digits.Csv(items));
        }
    }

    private static string NameOf(int index) => $"{index:00000}.csv";

    /// <summary>At once when it works, or a random while after a random step of the worker's, counted from its start.</summary>
    private static async Task KillAsync(WorkerProcess worker, FolderWatch watch, Random random)
    {
        int kind = random.Next(4), steps = random.Next(1, ItemsBefore), spins = random.Next(3_000);
        if (kind == 3)
        {
            await worker.WorkingAsync();
            worker.Kill();
            return;
        }

        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watch.Happened += OnStep;
        await killed.Task.WaitAsync(TimeSpan.FromMinutes(3));
        watch.Happened -= OnStep;

        void OnStep(FolderWatch.Step step)
        {
            if (step != (FolderWatch.Step)kind || --steps != 0) return;
            Thread.SpinWait(spins);
            worker.Kill();
            killed.SetResult();
        }
    }
}
