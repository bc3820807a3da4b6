using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Rounds of the peak in a closed loop, then an open loop at a multiple of it.</summary>
/// <remarks>
/// The generator takes its share of the cores, which in earnest it would take elsewhere. So the peak is measured twice: alone, which sets
/// the rate, and beside a generator of that rate that calls nothing; the goodput is held against the second.
/// </remarks>
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
    private readonly List<double> _shares = [];

    private int Senders => options.Instances + SpareSenders;

    /// <summary>From the sending of a call to its refusal.</summary>
    public LatencyHistogram Rejection { get; } = new();

    /// <summary>From the deadline of a call to the error that says so.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>From the moment an answered call was due to its answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    public long Failed { get; private set; }

    /// <summary>Answers a second at the peak; the median of the rounds.</summary>
    public double PeakRate => Median(_peaks);

    /// <summary>Answers in time, against the peak beside an idle generator in the same round; the median of the rounds.</summary>
    public double Goodput => Median(_goodputs);

    /// <summary>What the generator leaves of the peak; the median of the rounds.</summary>
    public double GeneratorLeaves => Median(_shares);

    public void Run()
    {
        ServerTarget target = ServerTarget.Start(options);
        for (int i = 0; i < Rounds; i++) RunRound(target);
        target.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void RunRound(ServerTarget target)
    {
        double peak = MeasurePeak(target), rate = Factor * peak;
        var idle = new OpenLoop(new IdleTarget(), CreateArrivals(rate), Senders);
        var idling = new Thread(() => idle.Run(WarmUp, PeakTime));
        idling.Start();
        double beside = MeasurePeak(target);
        idling.Join();

        long inTime = 0, begins = Stopwatch.GetTimestamp() + ToTicks(WarmUp), ends = begins + ToTicks(OpenTime), deadline = ToTicks(options.Deadline ?? TimeSpan.MaxValue);
        var loop = new OpenLoop(target, CreateArrivals(rate), Senders)
        {
            OnEnd = (outcome, due, sent, now) =>
            {
                if (now < begins || now >= ends) return;
                switch (outcome)
                {
                    case LoadOutcome.Answered:
                        Latency.Record(now - due);
                        // From the call, as the deadline itself.
                        if (now - sent <= deadline) Interlocked.Increment(ref inTime);
                        break;
                    case LoadOutcome.Rejected:
                        Rejection.Record(now - sent);
                        break;
                    case LoadOutcome.Expired:
                        Lateness.Record(now - sent - deadline);
                        break;
                }
            },
        };
        Failed += loop.Run(WarmUp, OpenTime).Total()[LoadOutcome.Failed] + loop.Lost;
        _peaks.Add(peak);
        _shares.Add(beside / peak);
        _goodputs.Add(inTime / OpenTime.TotalSeconds / beside);
    }

    private double MeasurePeak(ServerTarget target)
    {
        LoadWindow total = ClosedLoop.Run(target, options.Instances, WarmUp, PeakTime).Total();
        Failed += total[LoadOutcome.Failed];
        return total[LoadOutcome.Answered] / PeakTime.TotalSeconds;
    }

    private static Arrivals CreateArrivals(double rate) => new(rate, isPoisson: true, Stopwatch.GetTimestamp());

    private static long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
