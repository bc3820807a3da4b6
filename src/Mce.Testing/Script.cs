namespace Mce.Testing;

/// <summary>What a scripted model does. Immutable: a call sees one script from its beginning to its end.</summary>
internal sealed record Script
{
    public Action<ScriptedCall> Answer { get; init; } = Answers.Echo;

    public Action<ScriptedCall>? OnCall { get; init; }

    public Func<ScriptedCall, TimeSpan>? Latency { get; init; }

    public Func<ScriptedCall, bool>? Stalls { get; init; }

    public Gate? Gate { get; init; }

    public Failure<ScriptedCall>[] CallFailures { get; init; } = [];

    public TimeSpan LoadLatency { get; init; }

    public Gate? LoadGate { get; init; }

    public Failure<int>[] LoadFailures { get; init; } = [];

    public Failure<int>[] InstanceFailures { get; init; } = [];

    public Failure<int>[] DisposalFailures { get; init; } = [];

    public string[]? KnownSettings { get; init; }

    public ModelSignature Signature { get; init; } = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("n")])],
        [new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic("n")])]);

    public ModelFootprint Footprint { get; init; } = new(1);

    public ModelCapabilities Capabilities { get; init; } = ModelCapabilities.CancelsWhileRunning;

    public int MaxConcurrency { get; init; } = 1;

    /// <summary>The same without anything that fails or waits.</summary>
    public Script Healed() => this with
    {
        Latency = null,
        Stalls = null,
        Gate = null,
        CallFailures = [],
        LoadLatency = default,
        LoadGate = null,
        LoadFailures = [],
        InstanceFailures = [],
        DisposalFailures = [],
    };
}
