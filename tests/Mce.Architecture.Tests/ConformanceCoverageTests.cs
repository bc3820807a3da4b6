namespace Mce.Architecture.Tests;

/// <summary>Every plugin passes every conformance suite.</summary>
public sealed class ConformanceCoverageTests
{
    private static readonly ProjectFile[] Plugins = [.. Repository.Projects("src", "samples").Where(p => p.IsPlugin)];

    public static TheoryData<string> PluginNames => [.. Plugins.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(PluginNames))]
    public void Plugin_Tests_InheritEachSuite(string name)
    {
        ProjectFile[] tests = [.. Repository.Projects("tests").Where(t => t.Name.EndsWith(".Tests", StringComparison.Ordinal)
            && t.ProjectReferences.Contains(name) && t.ProjectReferences.Contains("Mce.Conformance"))];
        Assert.True(tests.Length > 0, $"No test project references both {name} and Mce.Conformance.");

        string[] missing = ConformanceCoverage.FindMissing(ConformanceCoverage.Suites, tests.SelectMany(t => t.Sources).Select(File.ReadAllText));

        Assert.True(missing.Length == 0, $"The tests of {name} inherit no {string.Join(", no ", missing)}.");
    }

    [Fact]
    public void Plugins_InTheTree_AreFound() => Assert.Contains("CustomPlugin", Plugins.Select(p => p.Name));

    [Fact]
    public void Suites_OfTheAssembly_AreFound() => Assert.Contains("AnswerConformance", ConformanceCoverage.Suites);

    [Theory]
    [InlineData("public sealed class A(F fixture) : OneConformance<F>(fixture);", "TwoConformance")]
    [InlineData("public sealed class A(F fixture)\n    : Mce.Conformance.OneConformance<F>(fixture);\npublic class B : TwoConformance<F> { }", "")]
    [InlineData("public abstract class A(F fixture) : OneConformance<F>(fixture);", "OneConformance, TwoConformance")]
    [InlineData("// public sealed class A(F fixture) : OneConformance<F>(fixture);", "OneConformance, TwoConformance")]
    [InlineData("/* class A : OneConformance<F>; */ public class B : TwoConformance<F>;", "OneConformance")]
    [InlineData("internal sealed class A(F fixture) : OneConformance<F>(fixture);", "OneConformance, TwoConformance")]
    [InlineData("class OneConformance { TwoConformance<F>? x; }", "OneConformance, TwoConformance")]
    public void FindMissing_Source_NamesSuitesNotInherited(string source, string missing) =>
        Assert.Equal(missing, string.Join(", ", ConformanceCoverage.FindMissing(["OneConformance", "TwoConformance"], [source])));
}
