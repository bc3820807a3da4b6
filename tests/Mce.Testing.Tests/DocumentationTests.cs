using System.Text.RegularExpressions;

namespace Mce.Testing.Tests;

/// <summary>The page for users shows code that compiles and runs.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Examples_OfThePage_AreThoseThatRunHere()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testing-your-app.md"));
        string run = Unindented(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Examples.cs")));
        string[] examples = [.. Example().Matches(page).Select(m => Unindented(m.Groups["code"].Value))];

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains(example, run, StringComparison.Ordinal));
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
