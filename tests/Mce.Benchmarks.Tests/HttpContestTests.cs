namespace Mce.Benchmarks.Tests;

public class HttpContestTests
{
    [Fact]
    public void Run_EachServer_GivesTheRightAnswersAndTellsWhatTheyCost()
    {
        using var contest = new HttpContest(); // throws where one gives other scores than ONNX Runtime does here

        foreach (HttpContestant contestant in Enum.GetValues<HttpContestant>())
        {
            using var loop = new HttpLoop(contest.Targets[contestant], connections: 4);
            HttpSlice slice = loop.Run(TimeSpan.FromMilliseconds(100));

            Assert.InRange(slice.Answers, 4, int.MaxValue);
            Assert.InRange(slice.Seconds, 0.1, 60);
            Assert.True(slice.CpuPerAnswer > 0 && slice.BytesPerAnswer > 0, $"{contestant}: {slice}");
        }
    }

    [Fact]
    public void Create_ServerGivesOtherScores_IsRefused()
    {
        using HttpServer server = HttpServer.Start("tuned");
        float[][] wrong = [.. Enumerable.Repeat(new float[10], HttpTarget.Images)];

        var error = Assert.Throws<InvalidOperationException>(() => HttpTarget.Create(server, "/invocations", isJson: false, "", wrong));

        Assert.Contains("instead of [0 0 0", error.Message, StringComparison.Ordinal);
    }
}
