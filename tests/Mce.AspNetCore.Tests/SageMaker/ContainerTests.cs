using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>The app as a container of SageMaker: /ping and /invocations.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Ping_ReadyServer_IsOkUntilItStops()
    {
        await using HttpHost host = await Start(app => app.MapSageMakerContainer("numbers", "double"));

        using HttpResponseMessage ready = await host.Client.GetAsync("/ping");
        await host.Test.Server.StopAsync();
        using HttpResponseMessage stopped = await host.Client.GetAsync("/ping");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (ready.StatusCode, stopped.StatusCode));
    }

    [Theory]
    [InlineData("numbers", "add", """{"predictions":[[2]]}""")]
    [InlineData("single", null, """{"predictions":[[2]]}""")]
    [InlineData("chain", null, """{"predictions":[[3]]}""")]
    public async Task Invocations_OfWhatIsMapped_AreAnswered(string endpoint, string? container, string answer)
    {
        await using HttpHost host = await Start(app => app.MapSageMakerContainer(endpoint, container));

        using HttpResponseMessage response = await host.Client.PostAsync("/invocations", HttpHost.Json("[[1]]"));

        Assert.Equal((HttpStatusCode.OK, answer), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Invocations_MalformedBody_IsThe400ThatSageMakerWouldPassOn()
    {
        await using HttpHost host = await Start(app => app.MapSageMakerContainer("chain"));

        using HttpResponseMessage response = await host.Client.PostAsync("/invocations", HttpHost.Json("[[1,"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using JsonDocument error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(MceErrorCodes.BodyInvalid, error.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Invocations_WithoutAnEndpointAmongSeveral_SaysWhichThereAre()
    {
        await using HttpHost host = await Start(app => app.MapSageMakerContainer());

        using HttpResponseMessage response = await host.Client.PostAsync("/invocations", HttpHost.Json("[[1]]"));

        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("numbers, single, chain", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invocations_AfterALiveChange_GoToWhatIsThere()
    {
        await using HttpHost host = await HttpHost.StartAsync(
            test => test.AddModel("m", Models.OfRows().Maps(x => 2 * x)).AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m")),
            map: app => app.MapSageMakerContainer());
        using HttpResponseMessage before = await host.Client.PostAsync("/invocations", HttpHost.Json("[[1]]"));

        await host.Test.Server.ApplyAsync(host.Test.Server.Topology.Without("numbers").With("others", e => e.AddContainer("two", "scripted", "m")));
        using HttpResponseMessage after = await host.Client.PostAsync("/invocations", HttpHost.Json("[[1]]"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }

    private static Task<HttpHost> Start(Action<WebApplication> map) => HttpHost.StartAsync(
        test => test
            .AddModel("doubler", Models.OfRows().Maps(x => 2 * x))
            .AddModel("adder", Models.OfRows().Maps(x => x + 1))
            .AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder"))
            .AddEndpoint("single", e => e.AddContainer("double", "scripted", "doubler"))
            .AddEndpoint("chain", e => e.AsSerial().AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder")),
        map: map);
}
