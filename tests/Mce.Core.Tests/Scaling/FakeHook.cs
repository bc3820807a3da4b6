namespace Mce.Core.Tests.Scaling;

internal sealed class FakeHook(Func<ScalingDecision, CancellationToken, ValueTask<ScalingVerdict>> answer) : IScalingHook
{
    public ValueTask<ScalingVerdict> OnDecisionAsync(ScalingDecision decision, CancellationToken cancellationToken) => answer(decision, cancellationToken);
}
