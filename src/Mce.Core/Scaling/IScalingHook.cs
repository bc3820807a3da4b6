namespace Mce;

/// <summary>Gets every scaling decision before it is acted on, and may change it.</summary>
/// <remarks>
/// <para>
/// Add it with <see cref="MceServerBuilder.AddScalingHook"/>. It may veto, ask for another number within the bounds, or drive
/// something outside: an orchestrator, a page, a message. Several are asked in order; each gets the decision as those before left it.
/// </para>
/// <para>
/// Called from any thread, for one target never twice at a time; a slow one holds up its own target and no other. An exception is
/// logged, and the decision stands.
/// </para>
/// </remarks>
public interface IScalingHook
{
    /// <summary>Says what becomes of a decision.</summary>
    /// <param name="decision">The decision with its reason; also when it changes nothing (<see cref="ScalingDecision.Action"/>).</param>
    /// <param name="cancellationToken">Cancelled when the server stops.</param>
    ValueTask<ScalingVerdict> OnDecisionAsync(ScalingDecision decision, CancellationToken cancellationToken);
}
