namespace Mce.Core.Tests;

internal static class Threads
{
    /// <summary>Runs on a new thread, which has no synchronization context, and waits for it.</summary>
    public static T Run<T>(Func<T> function, SynchronizationContext? context = null)
    {
        T result = default!;
        Exception? error = null;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                error = e;
            }
        });
        thread.Start();
        thread.Join();
        return error is null ? result : throw new InvalidOperationException(error.Message, error);
    }
}
