using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>One measured figure with its target, an upper bound unless <see cref="IsAtLeast"/>.</summary>
/// <param name="Name">For example <c>direct.null.added_ns</c>.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Target">At most this, or at least.</param>
/// <param name="Reason">What was held against what.</param>
internal sealed record Figure(string Name, double Value, double Target, string Reason)
{
    /// <summary>Whether the target is a lower bound.</summary>
    public bool IsAtLeast { get; init; }

    public bool IsShort => IsAtLeast ? !(Value >= Target) : !(Value <= Target);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name,-28} {Value,9:0.###} {Target,6:0.##} {(IsShort ? "short" : "ok"),-5} {Reason}");
}
