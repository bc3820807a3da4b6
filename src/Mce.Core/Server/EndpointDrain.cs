using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Lets endpoints go and waits for their last requests.</summary>
internal sealed class EndpointDrain(MceOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Gives the server's counts back and waits, at most <see cref="MceOptions.DrainTimeout"/>. Never fails.</summary>
    /// <param name="endpoints">Nobody finds them any more.</param>
    public async Task RunAsync(IReadOnlyList<Endpoint> endpoints)
    {
        long began = time.GetTimestamp();
        foreach (Endpoint endpoint in endpoints) endpoint.Release();
        Task drained = WhenGoneAsync(endpoints);
        try
        {
            await drained.WaitAsync(options.DrainTimeout, time).ConfigureAwait(false);
            Log.Drained(logger, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (TimeoutException)
        {
            foreach (Endpoint endpoint in endpoints.Where(e => !e.Drained.IsCompleted))
                Log.DrainTimedOut(logger, endpoint.Name, endpoint.References, options.DrainTimeout);
            foreach (Container container in endpoints.SelectMany(e => e.Containers).Where(c => c.References == 0 && !c.Drained.IsCompleted))
                Log.DrainTimedOut(logger, container.Endpoint, container.Replicas.Sample().Running, options.DrainTimeout);
        }
    }

    /// <summary>Completes when the endpoints' requests are through and their containers that nobody else has are gone. Never fails.</summary>
    public async Task WhenGoneAsync(IReadOnlyList<Endpoint> endpoints)
    {
        await Task.WhenAll(endpoints.Select(e => e.Drained)).ConfigureAwait(false);
        // All of them, also when one fails: after the last change of all, the plugins are closed next.
        Task gone = Task.WhenAll(endpoints.SelectMany(e => e.Containers).Where(c => c.References == 0).Select(c => c.Drained));
        await gone.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Exception fault in gone.Exception?.InnerExceptions ?? []) Log.TearDownFailed(logger, fault);
    }
}
