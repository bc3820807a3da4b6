namespace Mce;

/// <summary>What comes to a container at one time of a simulation.</summary>
/// <param name="RequestsPerMinute">How many requests; not negative.</param>
/// <param name="ServiceTime">How long one takes on a slot; above zero.</param>
public readonly record struct SimulatedTraffic(double RequestsPerMinute, TimeSpan ServiceTime);
