using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests;

/// <summary>A clock that stands still, and tells when somebody begins to wait for a given time.</summary>
internal sealed class TimerTellingTime : FakeTimeProvider
{
    private readonly ConcurrentDictionary<TimeSpan, SemaphoreSlim> _timers = [];

    public Task BeginsToWaitAsync(TimeSpan time) => Of(time).WaitAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Of(dueTime).Release();
        return timer;
    }

    private SemaphoreSlim Of(TimeSpan time) => _timers.GetOrAdd(time, static _ => new SemaphoreSlim(0));
}
