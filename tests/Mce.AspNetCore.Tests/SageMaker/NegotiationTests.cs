using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Mce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>What a client says of the bodies it sends and takes, where it is long, makes no sense, or is overtaken by a change.</summary>
public sealed class NegotiationTests
{
    private static readonly ImmutableArray<TensorDimension> Dimensions = [TensorDimension.Dynamic("batch"), TensorDimension.Dynamic("n")];

    [Theory]
    [InlineData("application/octet-stream; dtype=complex")]
    [InlineData("application/octet-stream; shape=\"-1\"")]
    [InlineData("text/csv; header=maybe")]
    [InlineData(";")]
    public async Task Invoke_AcceptThatMakesNoSense_Is406(string accept)
    {
        await using HttpHost host = await HttpHost.StartAsync(Numbers);

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "one", "[[1]]", ("Accept", accept));

        Assert.Equal(406, (await AwsError.ReadAsync(response)).OriginalStatusCode);
    }

    [Theory]
    [InlineData("Accept", HttpStatusCode.NotAcceptable)]
    [InlineData("Content-Encoding", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("Content-Type", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("Content-Type", HttpStatusCode.UnsupportedMediaType, "application/json; =")]
    public async Task Invocations_LongHeader_IsCutInTheMessage(string header, HttpStatusCode status, string begins = "")
    {
        await using HttpHost host = await HttpHost.StartAsync(Numbers, map: app => app.MapSageMakerContainer());
        using var body = new ByteArrayContent("[[1]]"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/invocations") { Content = body };
        string value = begins + new string('x', 20_000);
        if (!request.Headers.TryAddWithoutValidation(header, value)) body.Headers.TryAddWithoutValidation(header, value);

        using HttpResponseMessage response = await host.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        using JsonDocument error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.InRange(error.RootElement.GetProperty("message").GetString()!.Length, 1, 500);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    public async Task Invoke_ModelChangedMeanwhileToOneThatCannotAnswerSo_Is406(string accept)
    {
        MceServer? server = null;
        await using HttpHost host = await HttpHost.StartAsync(
            describe: test =>
            {
                Numbers(test);
                test.AddModel("two", new ScriptedModel()
                    .WithSignature(new ModelSignature(
                        [new TensorSpec("x", TensorElementType.Float32, Dimensions)],
                        [new TensorSpec("a", TensorElementType.Float32, Dimensions), new TensorSpec("b", TensorElementType.Float32, Dimensions)]))
                    .Answers(call =>
                    {
                        for (int i = 0; i < 2; i++) call.Context.AllocateOutput(i, TensorElementType.Float32, [1, 1]).AsSpan<float>().Fill(call.Values[0]);
                    }));
            },
            services: s => s.AddMceHttp(o => o.PrepareRequest = (_, _) => server!
                .ApplyAsync(server.Topology.With("numbers", e => e.AddContainer("one", "scripted", "two"))).GetAwaiter().GetResult()));
        server = host.Test.Server;

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "one", "[[1]]", ("Accept", accept));

        Assert.Equal(406, (await AwsError.ReadAsync(response)).OriginalStatusCode);
    }

    private static void Numbers(MceTestServerBuilder test) => test
        .AddModel("m", Models.OfRows().Maps(x => x))
        .AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m"));
}
