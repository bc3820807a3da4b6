using Mce.Cli.Checking;

namespace Mce.Cli.Tests.Checking;

public sealed class CaseKeysTests
{
    [Theory]
    [InlineData("0,1", "0,1")]
    [InlineData("1,0", "1,0")]
    [InlineData("0", "0")]
    [InlineData("b,a", "1,0")]
    [InlineData("7", "2")] // no position, since there is no 0: the name of the third
    [InlineData("", "")]
    public void Resolve_Keys_ArePositionsOnlyWhenTheyAreExactlyAllOfThem(string keys, string slots) =>
        Assert.Equal(slots, string.Join(',', Resolve(keys, "a", "b", "7")));

    [Fact]
    public void Resolve_PositionsThatAreAlsoNames_ArePositions() => Assert.Equal([0, 1], Resolve("0,1", "1", "0"));

    [Theory]
    [InlineData("00", "00")]
    [InlineData("+0", "+0")]
    [InlineData("0,2", "0")]
    [InlineData("c", "c")]
    public void Resolve_UnknownName_SaysWhatThereIs(string keys, string named)
    {
        string message = Assert.Throws<UsageException>(() => Resolve(keys, "a", "b")).Message;

        Assert.Contains($"'{named}'", message, StringComparison.Ordinal);
        Assert.Contains("a: float32", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_MorePositionsThanThereAre_SaysHowMany() =>
        Assert.Contains("3 inputs by position; the model has 2", Assert.Throws<UsageException>(() => Resolve("0,1,2", "a", "b")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0,3", "for 2 inputs, 0 to 1; the case has 0, 3;")]
    [InlineData("0,a", "for 2 inputs, 0 to 1; the case has 0, a;")]
    [InlineData("1", "for 1 input, 0; the case has 1;")]
    public void Resolve_PositionsWithGaps_SaysWhichTheyMustBe(string keys, string named) =>
        Assert.Contains($"positions must be exactly 0 to n-1: {named}", Assert.Throws<UsageException>(() => Resolve(keys, "a", "b", "c", "d")).Message, StringComparison.Ordinal);

    private static int[] Resolve(string keys, params string[] names) => CaseKeys.Resolve(
        [.. keys.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(k => new CaseFile(k, $"/{k}.npy"))],
        [.. names.Select(n => new TensorSpec(n, TensorElementType.Float32, [1]))],
        "input");
}
