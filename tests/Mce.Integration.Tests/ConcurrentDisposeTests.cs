namespace Mce.Integration.Tests;

/// <summary>In processes of their own: a native fault would take the test runner along.</summary>
public sealed class ConcurrentDisposeTests
{
    [Theory]
    [InlineData("mlnet", 20)]
    [InlineData("onnx", 20)]
    [InlineData("onnx-own", 20)]
    [InlineData("torch", 20)]
    [InlineData("torch-own", 10)]
    [InlineData("pipeline", 10)]
    public async Task Dispose_UnderConcurrentCalls_GivesRightAnswersOrRefusalsAndTheProcessLives(string model, int rounds)
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("dispose", model, $"{rounds}")).ShouldSucceed();

        Assert.Equal("ok", result.Lines[^1]);
        // The race took place: answers came, tensors went in mid-call, and outputs outlived their model.
        Assert.DoesNotContain(" 0", result.Lines[0], StringComparison.Ordinal);
    }
}
