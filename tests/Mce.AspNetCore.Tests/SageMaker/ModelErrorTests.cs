using System.Net;
using Mce.Testing;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>What SageMaker passes on from a container comes as a ModelError, with the container's status and words.</summary>
public sealed class ModelErrorTests
{
    [Theory]
    [InlineData("""{"instances":[[1,"x"]]}""", "application/json", null, 400)]
    [InlineData("""{"instances":[[1,2]""", "application/json", null, 400)]
    [InlineData("1,2", "application/xml", null, 415)]
    [InlineData("[[1]]", "application/json", "image/png", 406)]
    public async Task Invoke_BodyTheModelCantTake_IsAClientErrorOfTheContainer(string body, string contentType, string? accept, int status)
    {
        await using HttpHost host = await HttpHost.StartAsync(Numbers);

        using HttpResponseMessage response = await host.InvokeAsync(
            "numbers",
            "double",
            new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(contentType)),
            [.. accept is null ? Array.Empty<(string, string)>() : [("Accept", accept)]]);

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.FailedDependency, "ModelError", status), (error.Status, error.Type, error.OriginalStatusCode));
        Assert.StartsWith($"Received client error ({status}) from double with message", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.OriginalMessage!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_WrongValueDeepInABody_NamesItsPlace()
    {
        await using HttpHost host = await HttpHost.StartAsync(Numbers);

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "double", """{"instances":[[1,2,3],[4,5,"six"]]}""");

        Assert.Contains("instances[1][2]", (await AwsError.ReadAsync(response)).OriginalMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_FailingModelInAPipeline_NamesItsContainer()
    {
        await using HttpHost host = await HttpHost.StartAsync(test => test
            .AddModel("good", Models.OfRows().Maps(x => x))
            .AddModel("bad", Models.OfRows().Maps(x => x).Fails(with: () => new InvalidOperationException("out of ink")))
            .AddEndpoint("chain", e => e.AsSerial().AddContainer("first", "scripted", "good").AddContainer("second", "scripted", "bad")));

        using HttpResponseMessage response = await host.InvokeAsync("chain", null, "[[1]]");

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal(("ModelError", 500), (error.Type, error.OriginalStatusCode));
        Assert.StartsWith("Received server error (500) from second", error.Message, StringComparison.Ordinal);
        Assert.Contains("out of ink", error.OriginalMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_FailingModelWithMuchToSay_IsCutToTheLimit()
    {
        await using HttpHost host = await HttpHost.StartAsync(test => test
            .AddModel("bad", Models.OfRows().Maps(x => x).Fails(with: () => new InvalidOperationException(new string('x', 10_000))))
            .AddEndpoint("numbers", e => e.AddContainer("bad", "scripted", "bad")));

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "bad", "[[1]]");

        Assert.Equal(2048, (await AwsError.ReadAsync(response)).OriginalMessage!.Length);
    }

    [Fact]
    public async Task Invoke_ModelThatNeverAnswers_TimesOutAsAws()
    {
        var model = Models.OfRows().Maps(x => x).Stalls();
        await using HttpHost host = await HttpHost.StartAsync(test => test
            .AddModel("slow", model)
            .AddEndpoint("numbers", e => e.AddContainer("slow", "scripted", "slow")));

        Task<HttpResponseMessage> pending = host.InvokeAsync("numbers", "slow", "[[1]]");
        await model.HeldAsync();
        host.Test.Time.Advance(TimeSpan.FromSeconds(60));

        using HttpResponseMessage response = await pending;
        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.FailedDependency, "ModelError", 0), (error.Status, error.Type, error.OriginalStatusCode));
        Assert.Contains("60 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_AfterMalformedBodies_AnswersOnTheSameConnection()
    {
        await using HttpHost host = await HttpHost.StartAsync(Numbers);
        using var connection = await RawConnection.OpenAsync(host.Address);

        foreach (string body in new[] { "{", "[[1,", "]", """{"instances":[[1,2],[3]]}""", "\"", "" })
        {
            await connection.SendAsync(RawConnection.Invocation("numbers", "double", body));
            Assert.Equal(424, (await connection.ReadAsync()).Status);
        }

        await connection.SendAsync(RawConnection.Invocation("numbers", "double", "[[4]]"));
        Assert.Equal((200, """{"predictions":[[8]]}"""), await connection.ReadAsync());
    }

    private static void Numbers(MceTestServerBuilder test) => test
        .AddModel("doubler", Models.OfRows().Maps(x => 2 * x))
        .AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "doubler"));
}
