namespace Mce;

/// <summary>One container at one observation of a simulation. Immutable.</summary>
/// <param name="Time">When.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Replicas">Replicas that take requests, before the decision.</param>
/// <param name="Waiting">Requests that wait.</param>
/// <param name="QueueDelay">How long the oldest of them has been waiting.</param>
/// <param name="Decision">What was decided for it, or for the endpoint that it is part of.</param>
public sealed record SimulatedMoment(DateTimeOffset Time, string Container, int Replicas, int Waiting, TimeSpan QueueDelay, ScalingDecision Decision);
