namespace Mce.Benchmarks;

/// <summary>Ends each call at once: what is left is what a generator costs.</summary>
internal sealed class IdleTarget : ILoadTarget, ILoadCaller
{
    public string Description => "nothing";

    public ILoadCaller CreateCaller() => this;

    public ValueTask<LoadOutcome> CallAsync() => new(LoadOutcome.Rejected);

    public ValueTask DisposeAsync() => default;
}
