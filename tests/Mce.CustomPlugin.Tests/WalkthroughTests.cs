using System.Text.RegularExpressions;

namespace Mce.CustomPlugin.Tests;

/// <summary>docs/writing-a-plugin.md shows the sample as it is.</summary>
public sealed partial class WalkthroughTests
{
    [Fact]
    public void Walkthrough_EachLineOfCode_IsInTheSample()
    {
        string root = FindRoot();
        string page = File.ReadAllText(Path.Combine(root, "docs", "writing-a-plugin.md")).ReplaceLineEndings("\n");
        // What follows is the host's side.
        string walkthrough = page[..page.IndexOf("## Bringing it to a host", StringComparison.Ordinal)];
        string[] folders = ["samples/CustomPlugin", "tests/Mce.CustomPlugin.Tests"];
        HashSet<string> sample = [.. folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f))).SelectMany(File.ReadLines).Select(l => l.Trim())];

        string[] shown = [.. Block().Matches(walkthrough).SelectMany(m => m.Groups["code"].Value.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0)];

        Assert.NotEmpty(shown);
        Assert.DoesNotContain(shown, line => !sample.Contains(line));
    }

    [GeneratedRegex("```(csharp|xml)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mce.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Mce.sln above {AppContext.BaseDirectory}.");
    }
}
