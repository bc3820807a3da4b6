using Mce;

namespace Worker;

/// <summary>Which errors are worth another attempt, and when.</summary>
internal sealed class RetryPolicy(int maxAttempts, TimeSpan firstDelay, TimeProvider time)
{
    /// <summary>Backing off doesn't go beyond it.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    /// <summary>Calls until there is an answer or an error to give up on; that error is thrown as it came.</summary>
    /// <param name="call">One attempt.</param>
    /// <param name="stopping">Ends a wait between attempts; an attempt is not interrupted.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken stopping)
    {
        int attempt = 1;
        TimeSpan backoff = firstDelay;
        while (true)
        {
            TimeSpan delay;
            try
            {
                return await call();
            }
            catch (MceException e) when (e.Code == MceErrorCodes.Overloaded)
            {
                // Not the item's fault, so it costs no attempt: come back when the engine says. Meanwhile this consumer takes nothing
                // from the channel, the channel fills, and the rest waits in the inbox.
                delay = e.RetryAfter ?? firstDelay;
            }
            catch (MceException e) when (e.IsTransient && attempt < maxAttempts)
            {
                attempt++;
                delay = backoff;
                backoff = backoff * 2 < MaxDelay ? backoff * 2 : MaxDelay;
            }

            await Task.Delay(delay, time, stopping);
        }
    }
}
