using System.Text.RegularExpressions;
using Mce.Conformance;

namespace Mce.Architecture.Tests;

/// <summary>Finds the suites that a plugin's tests leave out, from the tests' source.</summary>
internal static partial class ConformanceCoverage
{
    /// <summary>The names of all suites, from the suites' assembly: a new one is demanded of every plugin at once.</summary>
    public static string[] Suites { get; } =
    [
        .. typeof(ConformanceSuite<>).Assembly.GetExportedTypes()
            .Where(t => t.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == typeof(ConformanceSuite<>))
            .Select(t => t.Name[..t.Name.IndexOf('`', StringComparison.Ordinal)])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The suites that no public concrete class in the sources inherits: others are not run.</summary>
    public static string[] FindMissing(IEnumerable<string> suites, IEnumerable<string> sources)
    {
        string[] bases = [.. sources.SelectMany(s => Declaration().Matches(Comment().Replace(s, "")))
            .Where(m => m.Groups["modifiers"].Value.Split() is var words && words.Contains("public") && !words.Contains("abstract"))
            .Select(m => m.Groups["base"].Value)];
        return [.. suites.Except(bases)];
    }

    // "public sealed class Name(Fixture fixture) : Base<Fixture>(fixture)": the modifiers and the base's bare name.
    [GeneratedRegex(@"(?<modifiers>(\w+\s+)*)class\s+\w+(<[^>]*>)?\s*(\([^)]*\))?\s*:\s*(\w+\.)*(?<base>\w+)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
