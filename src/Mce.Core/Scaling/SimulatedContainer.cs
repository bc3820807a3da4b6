namespace Mce;

/// <summary>A container as flows: requests come, are served as fast as the replicas can, and the rest waits.</summary>
internal sealed class SimulatedContainer(string name, (int Minimum, int Maximum, int Count, int Slots) size)
{
    private readonly List<DateTimeOffset> _starting = [];
    private double _completed, _waiting, _running, _queueSeconds, _dequeued, _cpuSeconds;
    private TimeSpan _oldest;

    public string Name { get; } = name;

    public int Minimum => size.Minimum;

    public int Maximum => size.Maximum;

    public int Replicas { get; private set; } = size.Count;

    public int Desired { get; private set; } = size.Count;

    /// <summary>Processor seconds that its requests have taken.</summary>
    public TimeSpan CpuTime => TimeSpan.FromSeconds(_cpuSeconds);

    public void Scale(int desired, DateTimeOffset readyAt)
    {
        desired = Math.Clamp(desired, Minimum, Maximum);
        for (; Desired < desired; Desired++) _starting.Add(readyAt);
        for (; Desired > desired; Desired--)
        {
            // Those that aren't ready yet go first.
            if (_starting.Count > 0) _starting.RemoveAt(_starting.Count - 1);
            else Replicas--;
        }
    }

    public void Advance(DateTimeOffset now, TimeSpan step, SimulatedTraffic traffic, TimeSpan startTime)
    {
        double seconds = step.TotalSeconds;
        double work = _waiting + traffic.RequestsPerMinute / 60 * seconds;
        // A sleeping container wakes when a request comes, without waiting for any policy.
        if (Desired == 0 && work > 0) Scale(1, now + startTime);
        Replicas += _starting.RemoveAll(ready => ready <= now);

        double service = traffic.ServiceTime.TotalSeconds, perSecond = Replicas * size.Slots / service;
        double served = Math.Min(work, perSecond * seconds);
        if (_waiting > 0) _dequeued += Math.Min(_waiting, served);
        _waiting = Math.Max(0, work - served);
        _queueSeconds += _waiting * seconds;
        _completed += served;
        _running = served / seconds * service;
        _cpuSeconds += served * service;
        _oldest = _waiting < 1 ? TimeSpan.Zero : perSecond > 0 ? TimeSpan.FromSeconds(_waiting / perSecond) : _oldest + step;
    }

    public ReplicaSample Sample() => new()
    {
        Completed = (long)_completed,
        Failed = 0,
        Rejected = 0,
        GivenUp = 0,
        Dequeued = (long)_dequeued,
        QueueTime = TimeSpan.FromSeconds(_queueSeconds),
        OldestWait = _oldest,
        Running = (int)Math.Round(_running),
        Waiting = (int)_waiting,
        Replicas = Replicas,
        Slots = Replicas * size.Slots,
        Desired = Desired,
    };
}
