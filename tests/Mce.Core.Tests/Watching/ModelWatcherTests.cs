using Mce.Core.Tests.Plugins;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Watching;

public sealed class ModelWatcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ListLoggerFactory _log = new();
    private readonly List<string> _told = [];
    private readonly ModelWatcher _watcher;
    private Func<Task> _reload = () => Task.CompletedTask;

    public ModelWatcherTests() => _watcher = New(paths =>
    {
        _told.AddRange(paths.Select(p => Path.GetFileName(p)));
        return _reload();
    });

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Look_NothingChanged_TellsNothing()
    {
        Watch(Write("m", 1));
        await LookAsync(times: 3);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Look_Changed_TellsAtTheSecondLookAndOnce()
    {
        string model = Write("m", 1);
        Watch(model);
        Write("m", 2);
        await LookAsync();
        Assert.Empty(_told);
        await LookAsync();
        Assert.Equal(["m"], _told);
        await LookAsync(times: 3);
        Assert.Equal(["m"], _told);
        Assert.Contains(_log.Entries, e => e.Message == $"The model {model} has changed: m has 2 bytes instead of 1.");
    }

    [Fact]
    public async Task Look_StillBeingWritten_WaitsUntilItIsComplete()
    {
        Watch(Write("m", 1));
        for (int length = 2; length < 10; length++)
        {
            Write("m", length);
            await LookAsync();
        }

        Assert.Empty(_told);
        await LookAsync();
        Assert.Equal(["m"], _told);
    }

    [Fact]
    public async Task Look_MissingInTheMiddleOfAReplacement_TellsOnlyTheNewFile()
    {
        string model = Write("m", 1);
        Watch(model);
        File.Delete(model);
        await LookAsync(times: 3);
        Assert.Empty(_told);
        Write("m", 2);
        await LookAsync();
        Assert.Empty(_told);
        await LookAsync();
        Assert.Equal(["m"], _told);
    }

    [Fact]
    public async Task Look_MissingAndBackAsItWas_TellsNothing()
    {
        string model = Write("m", 1), aside = Path.Combine(_folder.Path, "aside");
        Watch(model);
        File.Move(model, aside);
        await LookAsync(times: 2);
        File.Move(aside, model);
        await LookAsync(times: 3);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Look_ChangedWhileItWasLoaded_TellsIt()
    {
        string model = Write("m", 1);
        ModelStamp beforeTheLoad = ModelStamp.Of(model);
        Write("m", 2);
        _watcher.Watch([new(model, beforeTheLoad)]);
        await LookAsync(times: 2);
        Assert.Equal(["m"], _told);
    }

    [Fact]
    public async Task Look_SeveralChangeTogether_TellsThemTogether()
    {
        Watch(Write("a", 1), Write("b", 1), Write("c", 1));
        Write("a", 2);
        Write("c", 2);
        int calls = 0;
        _reload = () =>
        {
            calls++;
            return Task.CompletedTask;
        };
        await LookAsync(times: 2);
        Assert.Equal(["a", "c"], _told.Order());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Look_ReloadFailed_IsLoggedAndNotTriedAgainUntilTheFileChanges()
    {
        string model = Write("m", 1);
        ModelStamp loaded = ModelStamp.Of(model);
        _watcher.Watch([new(model, loaded)]);
        _reload = () => throw new InvalidOperationException("no model");
        Write("m", 2);
        await LookAsync(times: 4);
        Assert.Equal(["m"], _told);
        Assert.Contains(_log.Entries, e => e.Message.Contains("could not be taken over", StringComparison.Ordinal));

        // Another live change in between, which keeps this model: not again either.
        _watcher.Watch([new(model, loaded)]);
        await LookAsync(times: 2);
        Assert.Equal(["m"], _told);

        Write("m", 3);
        await LookAsync(times: 2);
        Assert.Equal(["m", "m"], _told);
    }

    [Fact]
    public async Task Watch_OtherModels_ForgetsThoseThatAreGone()
    {
        string a = Write("a", 1), b = Write("b", 1);
        Watch(a);
        Watch(b);
        Write("a", 2);
        Write("b", 2);
        await LookAsync(times: 2);
        Assert.Equal(["b"], _told);
    }

    [Fact]
    public async Task Loop_TimePasses_LooksAtTheInterval()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ModelWatcher watcher = New(paths =>
        {
            told.TrySetResult(Path.GetFileName(Assert.Single(paths)));
            return Task.CompletedTask;
        });
        string model = Write("m", 1);
        watcher.Watch([new(model, ModelStamp.Of(model))]);
        Write("m", 2);
        // The timer keeps one tick for a loop that is busy, and the loop runs on the pool: ticks until it has told.
        while (!told.Task.IsCompleted)
        {
            _time.Advance(Interval);
            await Task.Yield();
        }

        Assert.Equal("m", await told.Task);
    }

    [Fact]
    public async Task DisposeAsync_WhileAReloadRuns_CancelsItAndWaits()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool ended = false;
        var watcher = new ModelWatcher(
            async (_, token) =>
            {
                began.SetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                }
                finally
                {
                    ended = true;
                }
            },
            Interval,
            _time,
            _log.CreateLogger("watch"));
        string model = Write("m", 1);
        watcher.Watch([new(model, ModelStamp.Of(model))]);
        Write("m", 2);
        while (!began.Task.IsCompleted)
        {
            _time.Advance(Interval);
            await Task.Yield();
        }

        await watcher.DisposeAsync();
        Assert.True(ended);
    }

    private ModelWatcher New(Func<IReadOnlyList<string>, Task> changed) => new((paths, _) => changed(paths), Interval, _time, _log.CreateLogger("watch"));

    private async Task LookAsync(int times = 1)
    {
        for (int i = 0; i < times; i++) await _watcher.LookAsync(CancellationToken.None);
    }

    private void Watch(params string[] paths) => _watcher.Watch(paths.Select(p => KeyValuePair.Create(p, ModelStamp.Of(p))));

    private string Write(string name, int length)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, new byte[length]);
        return path;
    }
}
