using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Mce.Fixtures;

namespace Mce.AspNetCoreSample.Tests;

/// <summary>The sample as its README shows it.</summary>
public sealed class SampleTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "AspNetCore");

    [Theory]
    [InlineData("englishModel", "I love this kettle, it is wonderful.", "positive")]
    [InlineData("englishModel", "The service was terrible and slow.", "negative")]
    [InlineData("germanModel", "Das Hotel war wunderbar und sehr sauber.", "positive")]
    [InlineData("germanModel", "Der Kaffee war kalt und der Kellner unfreundlich.", "negative")]
    public async Task Sentiment_Sentence_IsLabelledByTheModelOfItsLanguage(string container, string text, string label)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/endpoints/sentiment/invocations") { Content = new StringContent(text) };
        request.Headers.Add("X-Amzn-SageMaker-Target-Container-Hostname", container);

        using HttpResponseMessage response = await sample.Client.SendAsync(request);

        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(label, body.RootElement.GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.Equal($"answered-by={container}", response.Headers.GetValues("X-Amzn-SageMaker-Custom-Attributes").Single());
    }

    [Fact]
    public async Task Digits_HeldOutImages_AreReadAsWellAsStated()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits-heldout.csv")).Skip(1).Select(l => l.Split(','))];
        using var csv = new StringContent(string.Join('\n', rows.Select(r => string.Join(',', r.Skip(1)))), new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv"));

        using HttpResponseMessage response = await sample.Client.PostAsync("/endpoints/digits/invocations", csv);

        string[] answers = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        int right = rows.Zip(answers).Count(p => p.First[0] == IndexOfLargest(p.Second).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((500, 493), (answers.Length, right));
    }

    [Fact]
    public async Task RequestsFile_EachRequest_IsAnsweredAsItsTitleSays()
    {
        IReadOnlyList<HttpFile> requests = HttpFile.Read(Path.Combine(Folder, "requests.http"));
        Assert.True(requests.Count >= 6);
        foreach (HttpFile entry in requests)
        {
            using HttpRequestMessage request = entry.ToRequest();
            using HttpResponseMessage response = await sample.Client.SendAsync(request);
            HttpStatusCode expected = entry.Title.Contains("mistake", StringComparison.OrdinalIgnoreCase) ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
            Assert.True(response.StatusCode == expected, $"{entry.Title}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    [SkippableFact]
    public async Task Readme_CurlLines_WorkAsPasted()
    {
        Skip.IfNot(File.Exists("/usr/bin/curl") && File.Exists("/bin/bash"), "The README's lines need curl and bash: apt-get install curl.");
        string block = File.ReadAllText(Path.Combine(Folder, "README.md")).Split("```bash").Single(b => b.Contains("curl", StringComparison.Ordinal)).Split("```")[0];
        string script = block.Replace("http://127.0.0.1:5080", sample.Address.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("curl -s ", "curl -sf ", StringComparison.Ordinal);
        var start = new ProcessStartInfo("/bin/bash", ["-euo", "pipefail", "-c", script.Replace("\ncurl", "\necho; curl", StringComparison.Ordinal).Replace("\ntail", "\necho; tail", StringComparison.Ordinal)])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };

        using Process bash = Process.Start(start)!;
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        Assert.Equal(0, bash.ExitCode);
        string[] answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, answers.Length);
        Assert.Contains("\"positive\"", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"negative\"", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"negative\"", answers[1], StringComparison.Ordinal);
        Assert.Equal(10, answers[2].Split(',').Length);
        Assert.Equal(10, answers[3].Split(',').Length);
    }

    [Theory]
    [InlineData("/health/live", "Healthy")]
    [InlineData("/health/ready", "Healthy")]
    [InlineData("/metrics", "mce_")]
    [InlineData("/metrics", "http_server_request_duration_seconds")]
    [InlineData("/openapi/v1.json", "/endpoints/{EndpointName}/invocations")]
    [InlineData("/openapi/v1.json", "X-Amzn-SageMaker-Target-Container-Hostname")]
    public async Task Pages_OfTheReadme_AreThere(string path, string content)
    {
        using HttpResponseMessage first = await sample.Client.PostAsync("/endpoints/digits/invocations", new StringContent($"[[{string.Join(',', new int[64])}]]", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        Assert.Contains(content, await sample.Client.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_RunningSample_EndsWellAndLeavesJsonLines()
    {
        await using SampleServer server = await SampleServer.StartAsync();

        Assert.Equal(0, await server.TerminateAsync());

        Assert.All(server.Lines, line => JsonDocument.Parse(line).Dispose());
        Assert.Contains(server.Lines, line => line.Contains("Ready: 3 endpoints, 8 containers.", StringComparison.Ordinal));
        Assert.Contains(server.Lines, line => line.Contains("Drained", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_MistakesInTheConfiguration_AreSaidInPlainWords()
    {
        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(() => SampleServer.StartAsync(
            "--Mce:Endpoints:0:Containers:0:ModelDataUrl", "models/sentiment-eng.zip", "--Mce:Endpoints:2:Containers:1:Image", "onxx"));

        Assert.Contains("models/sentiment-eng.zip", ended.Message, StringComparison.Ordinal);
        Assert.Contains("onxx", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", ended.Message, StringComparison.Ordinal);
    }

    private static int IndexOfLargest(string row)
    {
        float[] scores = [.. row.Split(',').Select(v => float.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
        return Array.IndexOf(scores, scores.Max());
    }
}
