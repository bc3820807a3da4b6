using System.Xml.Linq;

namespace Mce.Benchmarks.Tests;

public class LoadPlotTests
{
    [Fact]
    public void Draw_AReport_IsAnSvgWithALineForEachKindOfEndAndQuantile()
    {
        XElement svg = XDocument.Parse(LoadPlot.Draw(Report(seconds: 4))).Root!;

        Assert.Equal("svg", svg.Name.LocalName);
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("answered", texts);
        Assert.Contains("rejected", texts);
        Assert.DoesNotContain("failed", texts); // none did
        Assert.Contains("p99", texts);
        Assert.Contains("a < b & \"c\"", texts);
        Assert.Equal(2 + 4, svg.Descendants().Count(e => e.Name.LocalName == "polyline"));
    }

    [Fact]
    public void Draw_NothingAnswered_StillDraws() => Assert.NotNull(XDocument.Parse(LoadPlot.Draw(LoadReport.Of("t", "l", new LoadTimeline(0, TimeSpan.FromSeconds(2))))).Root);

    private static LoadReport Report(int seconds)
    {
        var timeline = new LoadTimeline(0, TimeSpan.FromSeconds(seconds));
        foreach (LoadWindow window in timeline.Windows)
        {
            for (int i = 1; i <= 100; i++) window.Record(LoadOutcome.Answered, i * 10_000);
            window.Record(LoadOutcome.Rejected, 1_000);
        }

        return LoadReport.Of("a target", "a < b & \"c\"", timeline);
    }
}
