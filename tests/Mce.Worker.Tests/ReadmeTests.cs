using System.Text.RegularExpressions;

namespace Mce.Worker.Tests;

/// <summary>The sample's README.md shows the sample as it is.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Sample = Path.Combine(FindRoot(), "samples", "Worker");

    private static readonly string Page = File.ReadAllText(Path.Combine(Sample, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Readme_EachLineOfCode_IsInTheSample()
    {
        HashSet<string> lines = [.. Directory.EnumerateFiles(Sample, "*.cs").SelectMany(File.ReadLines).Select(l => l.Trim())];

        string[] shown = [.. Block().Matches(Page).SelectMany(m => m.Groups["code"].Value.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0)];

        Assert.NotEmpty(shown);
        Assert.DoesNotContain(shown, line => !lines.Contains(line));
    }

    [Fact]
    public void Readme_Settings_AreThoseThereAre()
    {
        string[] there = [.. typeof(global::Worker.WorkerOptions).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order()];

        Assert.Equal(there, Setting().Matches(Page).Select(m => m.Groups["name"].Value).Order());
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+)`.*\|.*\|.*\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mce.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Mce.sln above {AppContext.BaseDirectory}.");
    }
}
