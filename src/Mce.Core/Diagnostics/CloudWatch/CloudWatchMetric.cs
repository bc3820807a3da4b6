namespace Mce;

/// <summary>A metric of SageMaker as AWS names it. Immutable.</summary>
/// <param name="Name">AWS's name.</param>
/// <param name="Namespace">AWS's namespace.</param>
/// <param name="Unit">AWS's unit: <c>None</c> for counts, <c>Microseconds</c>, <c>Percent</c>.</param>
/// <param name="Dimensions">The sets of dimensions that it is given under.</param>
/// <param name="Availability">Whether there is a value.</param>
/// <param name="Meaning">What it is here, and where that differs from AWS.</param>
public sealed record CloudWatchMetric(
    string Name,
    string Namespace,
    string Unit,
    IReadOnlyList<IReadOnlyList<string>> Dimensions,
    CloudWatchAvailability Availability,
    string Meaning);
