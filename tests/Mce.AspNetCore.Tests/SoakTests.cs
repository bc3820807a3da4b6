using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Mce.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mce.AspNetCore.Tests;

/// <summary>Pooled calls under everything at once: no answer is another request's, and none is a mistake of the server's.</summary>
public sealed class SoakTests
{
    private const int Clients = 24;
    private const int Requests = 120; // of each

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Invoke_MixedWithBadBodiesAbortsAndLiveChanges_AnswersEachItsOwn(int httpVersion)
    {
        await using HttpHost host = await HttpHost.StartAsync(
            test => test
                .AddModel("m", Models.OfRows().Maps(x => x))
                .AddModel("n", Models.OfRows().Maps(x => x))
                .AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m", c => c.WithInstances(4)))
                .AddEndpoint("chain", e => e.AsSerial().AddContainer("a", "scripted", "m").AddContainer("b", "scripted", "n")),
            services => Speak(services, httpVersion));
        using var done = new CancellationTokenSource();
        Task changes = ChangeAsync(host.Test.Server, done.Token);

        int[] answered = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => SendAsync(host, client, httpVersion))));

        await done.CancelAsync();
        await changes;
        Assert.InRange(answered.Sum(), Clients * Requests / 3, Clients * Requests);
    }

    [Theory]
    [InlineData(1, TensorElementType.Bytes, "application/octet-stream")]
    [InlineData(2, TensorElementType.Bytes, "application/octet-stream")]
    [InlineData(1, TensorElementType.String, "text/plain")]
    [InlineData(2, TensorElementType.String, "text/plain")]
    public async Task Invoke_BodyThatIsTakenAsAWhole_IsLetThroughByTheServersWindows(int httpVersion, TensorElementType type, string contentType)
    {
        var signature = new ModelSignature([new TensorSpec("x", type, [TensorDimension.Fixed(1)])], [new TensorSpec("y", type, [TensorDimension.Fixed(1)])]);
        await using HttpHost host = await HttpHost.StartAsync(
            test => test
                .AddModel("m", new ScriptedModel().WithSignature(signature))
                .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")),
            services => Speak(services, httpVersion));
        byte[] body = new byte[6_000_000];
        Array.Fill(body, (byte)'x');
        using var request = new HttpRequestMessage(HttpMethod.Post, "/endpoints/e/invocations") { Content = new ByteArrayContent(body) };
        request.Version = new Version(httpVersion, httpVersion == 2 ? 0 : 1);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Add("Accept", contentType);
        request.Headers.Add("X-Amzn-SageMaker-Target-Container-Hostname", "c");

        using HttpResponseMessage response = await host.Client.SendAsync(request);

        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        Assert.True(answer.AsSpan().TrimEnd((byte)'\n').SequenceEqual(body), System.Text.Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(500, answer.Length))));
    }

    // Before the host listens, which takes the defaults over.
    private static void Speak(IServiceCollection services, int httpVersion) =>
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(new ConfigureOptions<KestrelServerOptions>(
            k => k.ConfigureEndpointDefaults(l => l.Protocols = httpVersion == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1))));

    private static async Task ChangeAsync(MceServer server, CancellationToken done)
    {
        for (int i = 0; !done.IsCancellationRequested; i++)
        {
            string model = i % 2 == 0 ? "n" : "m";
            TopologyChange change = await server.ApplyAsync(server.Topology.With("numbers", e => e.AddContainer("one", "scripted", model, c => c.WithInstances(4))), CancellationToken.None);
            await change.Drained;
        }
    }

    private static async Task<int> SendAsync(HttpHost host, int client, int httpVersion)
    {
        var random = new Random(client);
        int answered = 0;
        for (int i = 0; i < Requests; i++)
        {
            float[] values = new float[1 + random.Next(random.Next(8) == 0 ? 5000 : 20)];
            Array.Fill(values, (client * Requests) + i);
            int kind = random.Next(6);
            using HttpRequestMessage request = Request(kind, values, isChain: random.Next(4) == 0);
            request.Version = new Version(httpVersion, httpVersion == 2 ? 0 : 1);
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            using var leaving = new CancellationTokenSource();
            if (random.Next(6) == 0) leaving.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
            try
            {
                using HttpResponseMessage response = await host.Client.SendAsync(request, leaving.Token);
                byte[] body = await response.Content.ReadAsByteArrayAsync(leaving.Token);
                Check(kind, values, response.StatusCode, body);
                answered++;
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // It left.
            }
        }

        return answered;
    }

    private static HttpRequestMessage Request(int kind, float[] values, bool isChain)
    {
        string row = string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        (byte[] body, string type) = kind switch
        {
            0 => (MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), $"application/octet-stream; shape=\"1,{values.Length}\""),
            1 => (System.Text.Encoding.UTF8.GetBytes(row + "\n"), "text/csv"),
            2 => (System.Text.Encoding.UTF8.GetBytes($"[[{row},"), "application/json"),
            3 => (System.Text.Encoding.UTF8.GetBytes($"{{\"inputs\":{{\"x\":{{\"shape\":[1,{values.Length}],\"data\":[{row}]}}}}}}"), "application/json"),
            _ => (System.Text.Encoding.UTF8.GetBytes($"{{\"instances\":[[{row}]]}}"), "application/json"),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, $"/endpoints/{(isChain ? "chain" : "numbers")}/invocations") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (!isChain) request.Headers.Add("X-Amzn-SageMaker-Target-Container-Hostname", "one");
        return request;
    }

    private static void Check(int kind, float[] values, HttpStatusCode status, byte[] body)
    {
        if (kind == 2)
        {
            Assert.Equal(HttpStatusCode.FailedDependency, status);
            return;
        }

        string text = System.Text.Encoding.UTF8.GetString(body);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {text}");
        string row = string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
        if (kind == 0) Assert.Equal(values, MemoryMarshal.Cast<byte, float>(body).ToArray());
        else if (kind == 1) Assert.Equal(row + "\n", text);
        else Assert.Contains($"[{row}]", text, StringComparison.Ordinal);
    }
}
