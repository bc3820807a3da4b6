using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Lets endpoints go and waits for their last requests.</summary>
internal sealed class EndpointDrain(MceOptions options, TimeProvider time, ILogger logger)
{
    // Soon enough to tell whoever waits for a stop what holds it up; late enough that a plain one says nothing.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gives the server's counts back and waits, at most <see cref="MceOptions.DrainTimeout"/>; says now and then what for. Never fails.
    /// </summary>
    /// <param name="endpoints">Nobody finds them any more.</param>
    public async Task RunAsync(IReadOnlyList<Endpoint> endpoints)
    {
        long began = time.GetTimestamp();
        foreach (Endpoint endpoint in endpoints) endpoint.Release();
        Task drained = WhenGoneAsync(endpoints);
        // Calls that nobody looked at before are known to run since now.
        foreach (Container container in Busy(endpoints)) LongestCallSince(container);
        while (!await EndsAsync(drained, began).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(began) >= options.DrainTimeout)
            {
                Tell(endpoints, (endpoint, what) => Log.DrainTimedOut(logger, endpoint, what, options.DrainTimeout));
                return;
            }

            Tell(endpoints, (endpoint, what) => Log.Draining(logger, endpoint, what, time.GetElapsedTime(began)));
        }

        Log.Drained(logger, time.GetElapsedTime(began).TotalMilliseconds);
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

    // False = not yet: it is time for a report, or to give up.
    private async Task<bool> EndsAsync(Task drained, long began)
    {
        TimeSpan rest = options.DrainTimeout - time.GetElapsedTime(began);
        TimeSpan patience = rest < ReportInterval ? rest : ReportInterval;
        try
        {
            await drained.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Tell(IReadOnlyList<Endpoint> endpoints, Action<string, string> tell)
    {
        Container[] busy = [.. Busy(endpoints)];
        foreach (Container container in busy) tell(container.Endpoint, $"container '{container.Name}': {Describe(container)}");
        foreach (Endpoint endpoint in endpoints.Where(e => !e.Drained.IsCompleted && !busy.Any(e.Containers.Contains)))
            tell(endpoint.Name, string.Create(CultureInfo.InvariantCulture, $"{endpoint.References} requests between its containers"));
    }

    private static IEnumerable<Container> Busy(IReadOnlyList<Endpoint> endpoints) => endpoints
        .SelectMany(e => e.Containers.Where(c => e.Drained.IsCompleted ? c.References == 0 && !c.Drained.IsCompleted : c.Replicas.Sample() is { Running: > 0 } or { Waiting: > 0 }))
        .Distinct();

    private string Describe(Container container)
    {
        ReplicaSample load = container.Replicas.Sample();
        if (load is { Running: 0, Waiting: 0 }) return "its model is being torn down";
        string since = LongestCallSince(container) is { } seen ? string.Create(CultureInfo.InvariantCulture, $", the longest since {seen:u} or before") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{load.Running} calls run{since}; {load.Waiting} wait");
    }

    private DateTimeOffset? LongestCallSince(Container container) => container.Telemetry?.Watch.Look(options.StuckCallAfter, logger).LongestCallSince;
}
