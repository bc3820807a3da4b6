using System.Diagnostics;
using Mce.Soak.Services;

namespace Mce.Soak.Runs;

/// <summary>Sends requests one after the other, and checks how each ends. For one task.</summary>
internal sealed class Caller(MceServer server, IReadOnlyList<Service> services, Tally tally, Weather weather, int seed)
{
    // Much longer than any request may take, also on a machine that does other things.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Random _random = new(seed);
    private readonly Probe[] _probes = [.. services.Select(s => s.CreateProbe())];

    /// <summary>How many of a thousand requests their caller cancels.</summary>
    public int Cancelled { get; init; }

    /// <summary>How many of a thousand requests have a deadline that may come before their turn.</summary>
    public int Hurried { get; init; }

    public async Task RunAsync(CancellationToken stop)
    {
        // Off the thread that starts the callers.
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            int index = _random.Next(_probes.Length);
            if (!await CallAsync(services[index], _probes[index])) _probes[index] = services[index].CreateProbe();
        }
    }

    /// <returns>False when the request is still under way, and not to be used again.</returns>
    private async Task<bool> CallAsync(Service service, Probe probe)
    {
        InferenceRequest request = probe.Request;
        probe.Refill(_random);
        request.Priority = (RequestPriority)_random.Next(-1, 2);
        request.Timeout = _random.Next(1_000) < Hurried ? TimeSpan.FromMilliseconds(1 + _random.Next(10)) : null;
        using CancellationTokenSource? cancellation = _random.Next(1_000) < Cancelled ? new CancellationTokenSource(TimeSpan.FromMilliseconds(_random.Next(5))) : null;

        int mark = service.Ledger.Mark(), calm = weather.Mark();
        long began = Stopwatch.GetTimestamp();
        try
        {
            ValueTask<InferenceResponse> call = server.InvokeAsync(request, cancellation?.Token ?? default);
            InferenceResponse response = call.IsCompleted ? call.GetAwaiter().GetResult() : await call.AsTask().WaitAsync(Patience);
            int version = probe.VersionOf(response);
            if (service.Ledger.Allows(mark, version)) tally.Count(Event.Answered);
            else tally.Fault(Event.Wrong, $"{service.Endpoint}/{service.Container} answered as version {version}, when the last one was {service.Ledger.Latest}.");
            if (_random.Next(4) != 0) response.Dispose(); // the others are left to the collector
            return true;
        }
        catch (TimeoutException)
        {
            tally.Fault(Event.Lost, $"{service.Endpoint}/{service.Container} had no answer after {Patience}.");
            return false;
        }
        catch (OperationCanceledException) when (cancellation is { IsCancellationRequested: true })
        {
            tally.Count(Event.Cancelled);
        }
        catch (MceException e) when (e.Code is MceErrorCodes.EndpointNotFound or MceErrorCodes.ContainerNotFound && service.Ledger.Allows(mark, Ledger.Absent))
        {
            tally.Count(Event.NotFound);
        }
        catch (MceException e) when (e.Code == MceErrorCodes.DeadlineExceeded && request.Timeout is { } timeout && Stopwatch.GetElapsedTime(began) >= timeout)
        {
            tally.Count(Event.Expired);
        }
        catch (MceException e) when (e.Code == MceErrorCodes.Overloaded && weather.WasThereABurstSince(calm))
        {
            tally.Count(Event.Overloaded);
            await Task.Delay(1, CancellationToken.None); // as any caller should
        }
        catch (Exception e)
        {
            tally.Fault(Event.Failed, $"{service.Endpoint}/{service.Container}: {e}");
        }

        return true;
    }
}
