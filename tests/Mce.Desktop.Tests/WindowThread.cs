using System.Collections.Concurrent;

namespace Mce.Desktop.Tests;

/// <summary>Runs a test as a window's thread runs its program: one thing after the other, on one thread.</summary>
internal static class WindowThread
{
    public static void Run(Func<Task> test)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        using var queue = new Queue();
        SynchronizationContext.SetSynchronizationContext(queue);
        try
        {
            Task running = test();
            running.ContinueWith(_ => queue.Finish(), TaskScheduler.Default);
            queue.RunToTheEnd();
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Queue : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posts = [];

        public override void Post(SendOrPostCallback d, object? state) => _posts.Add((d, state));

        public void Finish() => _posts.CompleteAdding();

        public void RunToTheEnd()
        {
            foreach ((SendOrPostCallback callback, object? state) in _posts.GetConsumingEnumerable()) callback(state);
        }

        public void Dispose() => _posts.Dispose();
    }
}
