using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>Requests that no client of AWS sends. None of them is a mistake of the server's, and the next client is answered.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private const string Path = "/endpoints/numbers/invocations";
    private const string Target = "X-Amzn-SageMaker-Target-Container-Hostname: one\r\n";

    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(
        test => test
            .AddModel("m", Models.OfRows().Maps(x => x))
            .AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m")),
        map: app =>
        {
            app.MapSageMakerRuntime();
            app.MapSageMakerContainer();
        });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET", Path, "", "", 405)]
    [InlineData("HEAD", Path, "", "", 405)]
    [InlineData("OPTIONS", Path, "", "", 405)]
    [InlineData("PUT", Path, "Content-Length: 5\r\n", "[[1]]", 405)]
    [InlineData("POST", "//endpoints/numbers/invocations", "Content-Length: 5\r\n", "[[1]]", 404)]
    [InlineData("POST", "/endpoints//invocations", "Content-Length: 5\r\n", "[[1]]", 404)]
    [InlineData("POST", "/endpoints/%2fnumbers/invocations", "Content-Length: 5\r\n", "[[1]]", 400)]
    [InlineData("POST", "/endpoints/%ff/invocations", "Content-Length: 5\r\n", "[[1]]", 400)]
    [InlineData("POST", Path + "/", Target + "Content-Length: 5\r\n", "[[1]]", 200)]
    [InlineData("POST", Path + "?a=b", Target + "Content-Length: 5\r\n", "[[1]]", 200)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nExpect: 100-continue\r\n", "[[1]]", 200)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nExpect: 200-ok\r\n", "[[1]]", 200)]
    [InlineData("POST", Path, Target, "", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Length: 6\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: -1\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "5\r\n[[1]]\r\n0\r\n\r\n", 200)]
    [InlineData("POST", Path, Target + "Transfer-Encoding: gzip\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Transfer-Encoding: chunked\r\n", "zz\r\n[[1]]\r\n0\r\n\r\n", 400)]
    [InlineData("POST", Path, Target + "Transfer-Encoding: chunked\r\n", "5\r\n[[1]]x0\r\n\r\n", 400)]
    [InlineData("POST", Path, Target + "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: application/json\r\nContent-Type: text/csv\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nAccept: a/b\r\nAccept: text/csv\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nAccept: \u044f\u0000\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nAccept: \u044f\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nX-Amzn-SageMaker-Inference-Id: \u044f\r\n", "[[1]]", 400)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: text/csv; header\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: text/csv; header=\"\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: application/json; charset=\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: application/json;;;\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Type: application/octet-stream; shape\r\n", "[[1]]", 424)]
    [InlineData("POST", Path, Target + "Content-Length: 5\r\nContent-Encoding: gzip, br\r\n", "[[1]]", 424)]
    [InlineData("POST", "/invocations", "Content-Length: 5\r\nContent-Type: a\r\nContent-Type: b\r\n", "[[1]]", 415)]
    [InlineData("POST", "/invocations", "Content-Length: 5\r\nAccept: ,,,;q=\r\n", "[[1]]", 406)]
    [InlineData("POST", "/invocations", "Transfer-Encoding: chunked\r\n", "zz\r\n", 400)]
    [InlineData("POST", "/ping", "Content-Length: 0\r\n", "", 405)]
    [InlineData("GET", "/invocations", "", "", 405)]
    public async Task Request_Odd_HasItsStatusAndTheNextClientIsAnswered(string method, string path, string headers, string body, int expected)
    {
        int status;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(_host.Address.Host, _host.Address.Port);
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{body}"));
            using var reader = new StreamReader(client.GetStream());
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string? line = await reader.ReadLineAsync(patience.Token);
            status = int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        using HttpResponseMessage next = await _host.InvokeAsync("numbers", "one", "[[1]]");
        Assert.Equal((expected, System.Net.HttpStatusCode.OK), (status, next.StatusCode));
    }
}
