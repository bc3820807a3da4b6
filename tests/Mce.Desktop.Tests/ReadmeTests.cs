using System.Text.RegularExpressions;

namespace Mce.Desktop.Tests;

/// <summary>The sample's README shows the sample as it is.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Sample = Path.GetDirectoryName(Window.BuiltSample.Project)!;

    [Fact]
    public void Readme_EachLineOfCode_IsInTheSample()
    {
        HashSet<string> lines = [.. File.ReadLines(Path.Combine(Sample, "Digits", "DigitReader.cs")).Select(l => l.Trim())];

        string[] shown = [.. Code().Matches(Readme()).SelectMany(m => m.Groups["code"].Value.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0)];

        Assert.NotEmpty(shown);
        Assert.DoesNotContain(shown, line => !lines.Contains(line));
    }

    [Fact]
    public void Readme_EachLink_LeadsToAFile()
    {
        string[] links = [.. Link().Matches(Readme()).Select(m => m.Groups["path"].Value)];

        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, link => !File.Exists(Path.Combine(Sample, link)));
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Sample, "README.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
