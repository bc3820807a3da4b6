namespace Mce.Core.Tests.Plugins;

public sealed class FrameworkSelectorTests
{
    [Theory]
    [InlineData("onnx", "onnx", "1.31.1", true)]
    [InlineData("ONNX", "onnx", "1.31.1", true)]
    [InlineData("onnx@1", "onnx", "1.31.1", true)]
    [InlineData("onnx@1.31", "onnx", "1.31.1", true)]
    [InlineData("onnx@1.31.1", "onnx", "1.31.1", true)]
    [InlineData("onnx@1.3", "onnx", "1.31.1", false)]
    [InlineData("onnx@1.31.1.0", "onnx", "1.31.1", false)]
    [InlineData("onnx@2", "onnx", "1.31.1", false)]
    [InlineData("onnx@1.31", "onnx", "1.31.0-rc.1", true)]
    [InlineData("torch", "onnx", "1.31.1", false)]
    public void Accepts_NameAndVersionPrefix_ComparesByComponent(string asked, string framework, string version, bool expected)
    {
        Assert.True(FrameworkSelector.TryParse(asked, out FrameworkSelector selector));
        Assert.Equal(expected, selector.Accepts(framework, version));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("@1.0")]
    [InlineData("onnx@")]
    [InlineData("onnx@1@2")]
    public void TryParse_NotASelector_ReturnsFalse(string? text) => Assert.False(FrameworkSelector.TryParse(text, out _));

    [Fact]
    public void CompareVersions_Sorting_FollowsNumbersAndPreReleases()
    {
        string[] expected = ["1.2", "1.10.0-alpha", "1.10.0-beta", "1.10.0", "1.10.1", "2.0+build", "10.0"];
        string[] sorted = [.. expected.Reverse()];
        Array.Sort(sorted, FrameworkSelector.CompareVersions);
        Assert.Equal(expected, sorted);
    }
}
