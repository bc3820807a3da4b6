namespace Mce.Integration.Tests;

/// <summary>In processes of their own: a native fault would take the test runner along.</summary>
public sealed class ConcurrentDisposeTests
{
    private const int Rounds = 20;

    [Theory]
    [InlineData("mlnet")]
    [InlineData("onnx")]
    [InlineData("onnx-own")]
    [InlineData("torch")]
    [InlineData("torch-own")]
    [InlineData("pipeline")]
    public async Task Dispose_UnderConcurrentCalls_GivesRightAnswersOrRefusalsAndTheProcessLives(string model)
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("dispose", model, $"{Rounds}")).ShouldSucceed();

        Assert.Equal("ok", result.Lines[^1]);
        // The race took place: answers came, tensors went in mid-call, and outputs outlived their model.
        Assert.DoesNotContain(" 0", result.Lines[0], StringComparison.Ordinal);
    }
}
