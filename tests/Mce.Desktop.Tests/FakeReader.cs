using Desktop.Digits;

namespace Mce.Desktop.Tests;

/// <summary>Models whose loading and answers wait for the test.</summary>
internal sealed class FakeReader : IDigitReader
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<TaskCompletionSource<Reading>> _open = new();
    private IProgress<ModelLoadProgress>? _progress;
    private TaskCompletionSource _asked = new();

    public IReadOnlyList<DigitModel> Models { get; } = [new("a", "Model A", "a.file"), new("b", "Model B", "b.file"), new("c", "Model C", "c.file")];

    /// <summary>The boards that were asked about, in order.</summary>
    public List<byte[]> Asked { get; } = [];

    public int Reports { get; private set; }

    public bool IsDisposed { get; private set; }

    public Task StartAsync(IProgress<ModelLoadProgress> progress)
    {
        _progress = progress;
        return _started.Task;
    }

    public void ReportStep(string container, ModelLoadStage stage) => _progress!.Report(new ModelLoadProgress("digits", container, stage, 0, 3, TimeSpan.Zero));

    public void Start() => _started.SetResult();

    public void FailToStart(Exception error) => _started.SetException(error);

    public Task<Reading> ReadAsync(byte[] ink)
    {
        Asked.Add(ink);
        var answer = new TaskCompletionSource<Reading>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open.Enqueue(answer);
        _asked.TrySetResult();
        return answer.Task;
    }

    /// <summary>Completes when a reading waits for its answer.</summary>
    public Task WhenAskedAsync() => _asked.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Answers the oldest open reading with a digit of each model; null is an error.</summary>
    public void Answer(params int?[] digits) => Next().SetResult(new Reading(
        [.. Enumerable.Range(0, 64).Select(i => (float)(i % 17))],
        [.. digits.Select(d => d is { } digit ? new Answer(Certainly(digit), TimeSpan.FromMicroseconds(52.13)) : new Answer([], TimeSpan.Zero, "The model failed."))]));

    public void AnswerWith(Exception error) => Next().SetException(error);

    public PluginReport CreatePluginReport()
    {
        Reports++;
        return new PluginReport
        {
            HostAbi = "0.3",
            Runtime = ".NET 10",
            RuntimeIdentifier = "linux-x64",
            Plugins =
            [
                new PluginReportEntry
                {
                    Name = "a",
                    Framework = "frame",
                    FrameworkVersion = "1.2",
                    State = PluginState.Loaded,
                    LoadContext = "mce:a",
                    Dependencies = [new("One", "1.0", null, null, IsLoaded: true), new("Two", "2.0", null, null, IsLoaded: false)],
                    NativeFiles = [new("libone.so", "/p/libone.so", true), new("libtwo.so", "/p/libtwo.so", true)],
                },
                new PluginReportEntry { Name = "bad", State = PluginState.Failed, Error = "It has no backend." },
            ],
            Problems = ["There is no folder 'more'."],
            Trust = new TrustReport { Limits = SizeLimits.Default },
            Conflicts = [new("Lib", true, "Each has its own.", [new("a", "1.0", "/a/Lib.dll"), new("host", null, "/h/Lib.dll")])],
            HostNativeFiles = ["/h/libwindow.so"],
        };
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private TaskCompletionSource<Reading> Next()
    {
        TaskCompletionSource<Reading> next = _open.Dequeue();
        if (_open.Count == 0) _asked = new TaskCompletionSource();
        return next;
    }

    private static float[] Certainly(int digit) => [.. Enumerable.Range(0, 10).Select(i => i == digit ? 0.91f : 0.01f)];
}
