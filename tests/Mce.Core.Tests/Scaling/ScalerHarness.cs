using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Scaling;

/// <summary>An autoscaler on a clock that a test moves. Each decision can be awaited.</summary>
internal sealed class ScalerHarness : IAsyncDisposable
{
    private readonly Channel<ScalingDecision> _decisions = Channel.CreateUnbounded<ScalingDecision>();
    private readonly Dictionary<string, ScalingMetricCallback> _metrics = [];
    private readonly List<IScalingHook> _hooks = [];

    public ScalerHarness(params IScalingTarget[] targets)
    {
        Targets = targets;
        Scaler = new Autoscaler(() => Targets, new ScalingSetup(_hooks, _metrics), Time, Log, d =>
        {
            OnDecision(d);
            _decisions.Writer.TryWrite(d);
        });
    }

    public FakeTimeProvider Time { get; } = new(Policies.Start);

    public LogLines Log { get; } = new();

    public Autoscaler Scaler { get; }

    public IReadOnlyList<IScalingTarget> Targets { get; set; }

    public Action<ScalingDecision> OnDecision { get; set; } = static _ => { };

    public ScalerHarness With(IScalingHook hook)
    {
        _hooks.Add(hook);
        return this;
    }

    public ScalerHarness With(string metric, ScalingMetricCallback callback)
    {
        _metrics[metric] = callback;
        return this;
    }

    public ScalerHarness Start()
    {
        Scaler.Refresh();
        return this;
    }

    /// <summary>The next decision of any target.</summary>
    public async Task<ScalingDecision> NextAsync() => await _decisions.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Moves the clock, and gets the decision of that time.</summary>
    public async Task<ScalingDecision> AfterAsync(double seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return await NextAsync();
    }

    public bool HasNone => !_decisions.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => Scaler.DisposeAsync();
}
