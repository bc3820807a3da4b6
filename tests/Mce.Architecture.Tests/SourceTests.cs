using System.Text.RegularExpressions;

namespace Mce.Architecture.Tests;

/// <summary>Habits that a compiler doesn't check.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 320;

    [Fact]
    public void SourceFiles_Length_CanBeReadInOneGo() =>
        Assert.DoesNotContain(Repository.Files("src", "*.cs").Select(f => (Name: Repository.Relative(f), Lines: File.ReadLines(f).Count())), f => f.Lines > MaxLines);

    [Fact]
    public void Tests_None_IsSwitchedOff() =>
        Assert.Empty(Repository.Files("tests", "*.cs").Where(f => SwitchedOff().IsMatch(File.ReadAllText(f))).Select(Repository.Relative));

    [Fact]
    public void Tests_None_Sleeps() =>
        // The soak is no test: it plays callers and models in real time, for minutes.
        Assert.DoesNotContain(
            Repository.Files("tests", "*.cs").Where(f => Sleep().IsMatch(File.ReadAllText(f))).Select(Repository.Relative),
            f => !f.StartsWith("tests/Mce.Soak/", StringComparison.Ordinal));

    [Fact]
    public void SourceFiles_None_HidesInARegion() =>
        Assert.Empty(Repository.Files("src", "*.cs").Where(f => File.ReadLines(f).Any(l => l.TrimStart().StartsWith("#region", StringComparison.Ordinal))).Select(Repository.Relative));

    // Avalonia's packages are not to be had from every source, and a project that can't be restored stops the whole solution: the tests of
    // the desktop sample build it themselves, where they can.
    private const string OnItsOwn = "samples/Desktop/Desktop.csproj";

    [Fact]
    public void Projects_All_AreInTheSolution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Mce.sln")).Replace('\\', '/');

        Assert.DoesNotContain(Repository.Projects("src", "samples", "benchmarks").Concat(Repository.Projects("tests").Where(p => p.Name.EndsWith(".Tests", StringComparison.Ordinal)))
            .Select(p => Repository.Relative(p.Path)), p => p != OnItsOwn && !solution.Contains($"\"{p}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[Fact" + "(Skip = \"slow\")]", true)]
    [InlineData("[Theory" + "(DisplayName = \"x\", Skip=Reason)]", true)]
    [InlineData("[Fact]\nvoid M() => items.Skip(1);", false)]
    [InlineData("[SkippableFact]\nvoid M() => Skip.If(gone);", false)]
    public void SwitchedOff_Source_IsRecognized(string source, bool expected) => Assert.Equal(expected, SwitchedOff().IsMatch(source));

    [GeneratedRegex(@"\[\w*(Fact|Theory)\([^\]]*\bSkip\s*=(?!=)[^\]]*\]")]
    private static partial Regex SwitchedOff();

    // With a TimeProvider as second argument a delay is a wait on a clock that the test sets.
    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\s*\(|\bTask\.Delay\s*\([^,()]*\)")]
    private static partial Regex Sleep();
}
