using System.Runtime.ExceptionServices;

namespace Mce;

/// <summary>Runs a step on a thread that ends with it.</summary>
/// <remarks>
/// MEF keeps the types it meets in thread-static caches. On a pool thread they would root a collectible plugin for ever; on a
/// thread of its own they go with the thread. The caller's execution context isn't taken along either.
/// </remarks>
internal static class OwnThread
{
    public static T Run<T>(string name, Func<T> step)
    {
        T result = default!;
        ExceptionDispatchInfo? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = step();
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.UnsafeStart();
        thread.Join();
        error?.Throw();
        return result;
    }
}
