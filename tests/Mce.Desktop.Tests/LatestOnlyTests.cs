using Desktop.ViewModels;

namespace Mce.Desktop.Tests;

public sealed class LatestOnlyTests
{
    private readonly List<string> _done = [];
    private TaskCompletionSource _gate = new();

    [Fact]
    public void Post_ManyWhileOneRuns_OnlyTheNewestFollows() => WindowThread.Run(async () =>
    {
        var latest = new LatestOnly<string>(WorkAsync);

        Task first = latest.Post("first");
        for (int i = 0; i < 1000; i++) _ = latest.Post($"between {i}");
        Task last = latest.Post("last");
        _gate.SetResult();
        await Task.WhenAll(first, last);

        Assert.Equal(["first", "last"], _done);
    });

    [Fact]
    public void Post_OneAfterTheOther_EachIsWorkedOn() => WindowThread.Run(async () =>
    {
        _gate.SetResult();
        var latest = new LatestOnly<string>(WorkAsync);

        await latest.Post("one");
        await latest.Post("two");

        Assert.Equal(["one", "two"], _done);
    });

    [Fact]
    public void Post_WorkFails_TellsItAndTakesTheNext() => WindowThread.Run(async () =>
    {
        var latest = new LatestOnly<string>(WorkAsync);
        Task first = latest.Post("first");
        _gate.SetException(new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);

        _gate = new TaskCompletionSource();
        _gate.SetResult();
        await latest.Post("second");

        Assert.Equal(["second"], _done);
    });

    private async Task WorkAsync(string value)
    {
        await _gate.Task;
        _done.Add(value);
    }
}
