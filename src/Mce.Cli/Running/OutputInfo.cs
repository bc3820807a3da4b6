namespace Mce.Cli.Running;

/// <summary>One output of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">For example <c>float32</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="File">Where it was written; null when nothing was.</param>
/// <param name="Minimum">The smallest number that is no NaN; null for text, bytes and empty tensors.</param>
/// <param name="Maximum">The largest number that is no NaN.</param>
/// <param name="Mean">The mean of all that are no NaN.</param>
/// <param name="NotNumbers">How many are NaN.</param>
/// <param name="FirstValues">The first elements as text.</param>
internal sealed record OutputInfo(
    string Name,
    string ElementType,
    IReadOnlyList<long> Shape,
    string? File,
    double? Minimum,
    double? Maximum,
    double? Mean,
    long NotNumbers,
    IReadOnlyList<string> FirstValues);
