namespace Mce;

/// <summary>Several copies of one library in the process.</summary>
/// <param name="Subject">The library: an assembly's simple name, a native file's name, or a family such as OpenMP.</param>
/// <param name="IsResolved">Whether isolation keeps the copies apart.</param>
/// <param name="Explanation">What follows from it.</param>
/// <param name="Copies">Who brings which copy; at least two.</param>
public sealed record PluginConflict(string Subject, bool IsResolved, string Explanation, IReadOnlyList<PluginConflictCopy> Copies);
