namespace Mce.Core.Tests.Scaling;

/// <summary>One observation and what must be decided at it.</summary>
/// <param name="Seconds">When, from the beginning.</param>
/// <param name="InService">Replicas that take requests.</param>
/// <param name="Desired">Replicas that are wanted so far.</param>
/// <param name="Values">The policies' metrics, in their order; null = missing.</param>
/// <param name="To">The decision.</param>
internal sealed record Tick(int Seconds, int InService, int Desired, double?[] Values, int To)
{
    public static Tick At(int seconds, int capacity, double? value, int to) => new(seconds, capacity, capacity, [value], to);

    public static Tick At(int seconds, int capacity, double?[] values, int to) => new(seconds, capacity, capacity, values, to);
}
