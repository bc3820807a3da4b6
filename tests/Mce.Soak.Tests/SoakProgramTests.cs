namespace Mce.Soak.Tests;

public class SoakProgramTests
{
    [Theory]
    [InlineData("Scripted", 2_000)]
    [InlineData("Frameworks", 200)]
    public async Task Swap_ChangesAndScalingsUnderLoad_NothingIsLostWrongOrFailed(string models, int count)
    {
        (int exitCode, string output) = await SoakProgram.RunAsync("swap", "--models", models, "--count", $"{count}");

        Assert.True(exitCode == 0, output);
        long made = Count(output, "changed") + Count(output, "scaled") + Count(output, "refused");
        Assert.Equal(count, made);
        Assert.True(Count(output, "answered") > count / 2, output);
    }

    [Fact]
    public async Task Swap_AModelThatAnswersAsAnother_IsNoticed()
    {
        (int exitCode, string output) = await SoakProgram.RunAsync("swap", "--models", "Scripted", "--count", "2000", "--lie");

        Assert.Equal(1, exitCode);
        Assert.True(Count(output, "wrong") > 0, output);
    }

    [Fact]
    public async Task Soak_OfSeconds_EverythingHappensAndNothingFails()
    {
        (int exitCode, string output) = await SoakProgram.RunAsync("soak", "--minutes", "0.2");

        Assert.True(exitCode == 0, output);
    }

    private static long Count(string output, string what) => output.Split('\n')
        .Where(l => l.StartsWith(what + " ", StringComparison.Ordinal))
        .Select(l => long.Parse(l[what.Length..].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))
        .Single();
}
