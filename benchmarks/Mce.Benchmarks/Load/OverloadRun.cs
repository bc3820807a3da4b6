using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Rounds of the peak in a closed loop, then an open loop at a multiple of it.</summary>
internal sealed class OverloadRun(ServerTargetOptions options)
{
    private const int Rounds = 5;
    private const int Factor = 2;

    // Two compute; the others are there to send.
    private const int SpareSenders = 4;

    private static readonly TimeSpan PeakTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    private readonly List<double> _goodputs = [];
    private readonly List<double> _peaks = [];

    /// <summary>From the sending of a call to its refusal.</summary>
    public LatencyHistogram Rejection { get; } = new();

    /// <summary>From the deadline of a call to the error that says so.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>From the moment an answered call was due to its answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    public long Failed { get; private set; }

    /// <summary>Answers a second at the peak; the median of the rounds.</summary>
    public double PeakRate => Median(_peaks);

    /// <summary>Answers in time, against the peak of the same round; the median of the rounds.</summary>
    public double Goodput => Median(_goodputs);

    public void Run()
    {
        ServerTarget target = ServerTarget.Start(options);
        for (int i = 0; i < Rounds; i++) RunRound(target);
        target.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void RunRound(ServerTarget target)
    {
        LoadTimeline closed = ClosedLoop.Run(target, options.Instances, WarmUp, PeakTime);
        double peak = closed.Total()[LoadOutcome.Answered] / PeakTime.TotalSeconds;

        long inTime = 0, begins = Stopwatch.GetTimestamp() + ToTicks(WarmUp), ends = begins + ToTicks(OpenTime), deadline = ToTicks(options.Deadline ?? TimeSpan.MaxValue);
        var loop = new OpenLoop(target, new Arrivals(Factor * peak, isPoisson: true, Stopwatch.GetTimestamp()), options.Instances + SpareSenders)
        {
            OnEnd = (outcome, due, sent, now) =>
            {
                if (now < begins || now >= ends) return;
                switch (outcome)
                {
                    case LoadOutcome.Answered:
                        Latency.Record(now - due);
                        if (now - due <= deadline) Interlocked.Increment(ref inTime);
                        break;
                    case LoadOutcome.Rejected:
                        Rejection.Record(now - sent);
                        break;
                    case LoadOutcome.Expired:
                        // The server counts from the call, and can't know when it was due.
                        Lateness.Record(now - sent - deadline);
                        break;
                }
            },
        };
        LoadTimeline open = loop.Run(WarmUp, OpenTime);
        Failed += open.Total()[LoadOutcome.Failed] + closed.Total()[LoadOutcome.Failed] + loop.Lost;
        _peaks.Add(peak);
        _goodputs.Add(inTime / OpenTime.TotalSeconds / peak);
    }

    private static long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
