namespace Desktop.ViewModels;

/// <summary>Works on the newest value only: one that comes while another is worked on replaces the one that waits. For one thread.</summary>
internal sealed class LatestOnly<T>(Func<T, Task> work) where T : class
{
    private T? _waiting;
    private Task _running = Task.CompletedTask;

    /// <summary>Takes a value. The task ends when nothing waits any more, and bears the work's error.</summary>
    public Task Post(T value)
    {
        _waiting = value;
        return _running.IsCompleted ? _running = RunAsync() : _running;
    }

    private async Task RunAsync()
    {
        while (_waiting is { } value)
        {
            _waiting = null;
            await work(value);
        }
    }
}
