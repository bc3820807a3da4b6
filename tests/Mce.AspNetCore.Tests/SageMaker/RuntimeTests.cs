using System.Net;
using System.Text.Json;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>InvokeEndpoint where all is well, and the errors that SageMaker's API itself gives.</summary>
public sealed class RuntimeTests : IAsyncLifetime
{
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(test => test
        .AddModel("doubler", Models.OfRows().Maps(x => 2 * x))
        .AddModel("adder", Models.OfRows().Maps(x => x + 1))
        .AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder"))
        .AddEndpoint("chain", e => e.AsSerial().AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder")));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("numbers", "double", "[[2,4,6]]")]
    [InlineData("numbers", "add", "[[2,3,4]]")]
    [InlineData("chain", null, "[[3,5,7]]")]
    public async Task Invoke_Rows_AreAnsweredByTheContainersNamed(string endpoint, string? container, string predictions)
    {
        using HttpResponseMessage response = await _host.InvokeAsync(endpoint, container, """{"instances":[[1,2,3]]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($$"""{"predictions":{{predictions}}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_Answer_CarriesRequestIdAndVariant()
    {
        using HttpResponseMessage first = await _host.InvokeAsync("chain", null, "[[1]]");
        using HttpResponseMessage second = await _host.InvokeAsync("chain", null, "[[1]]");

        Assert.Equal("AllTraffic", first.Headers.GetValues("x-Amzn-Invoked-Production-Variant").Single());
        Assert.True(Guid.TryParse(first.Headers.GetValues("x-amzn-RequestId").Single(), out Guid a));
        Assert.True(Guid.TryParse(second.Headers.GetValues("x-amzn-RequestId").Single(), out Guid b));
        Assert.NotEqual(a, b);
        Assert.False(first.Headers.Contains("X-Amzn-SageMaker-Custom-Attributes"));
    }

    [Theory]
    [InlineData("nothing", "double", "nothing", "numbers, chain")]
    [InlineData("numbers", null, "TargetContainerHostname", "double, add")]
    [InlineData("numbers", "triple", "triple", "double, add")]
    [InlineData("chain", "double", "TargetContainerHostname", "serial")]
    [InlineData("Numbers", "double", "Numbers", "numbers, chain")]
    public async Task Invoke_LeadingNowhere_IsAValidationErrorThatSaysWhatThereIs(string endpoint, string? container, string asked, string there)
    {
        using HttpResponseMessage response = await _host.InvokeAsync(endpoint, container, "[[1]]");

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Contains(asked, error.Message, StringComparison.Ordinal);
        Assert.Contains(there, error.Message, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("x-Amzn-Invoked-Production-Variant"));
        Assert.True(response.Headers.Contains("x-amzn-RequestId"));
    }

    public static TheoryData<string, string, string> BrokenLimits => new()
    {
        { "X-Amzn-SageMaker-Target-Container-Hostname", new string('a', 64), "targetContainerHostname" },
        { "X-Amzn-SageMaker-Target-Container-Hostname", "under_score", "targetContainerHostname" },
        { "X-Amzn-SageMaker-Target-Variant", new string('a', 64), "targetVariant" },
        { "X-Amzn-SageMaker-Target-Variant", "-a", "targetVariant" },
        { "X-Amzn-SageMaker-Target-Variant", "Other", "targetVariant" },
        { "X-Amzn-SageMaker-Target-Model", new string('m', 1025), "targetModel" },
        { "X-Amzn-SageMaker-Target-Model", "some.zip", "targetModel" },
        { "X-Amzn-SageMaker-Custom-Attributes", new string('c', 1025), "customAttributes" },
        { "X-Amzn-SageMaker-Inference-Id", new string('i', 65), "inferenceId" },
        { "X-Amzn-SageMaker-Session-Id", new string('s', 257), "sessionId" },
        { "X-Amzn-SageMaker-Session-Id", "NEW_SESSION", "sessionId" },
        { "X-Amzn-SageMaker-Inference-Component", "part", "inferenceComponentName" },
        { "X-Amzn-SageMaker-Enable-Explanations", "`true`", "enableExplanations" },
        { "Accept", new string('x', 1025), "accept" },
    };

    [Theory]
    [MemberData(nameof(BrokenLimits))]
    public async Task Invoke_HeaderBeyondItsLimit_NamesTheMember(string header, string value, string member)
    {
        using HttpResponseMessage response = await _host.InvokeAsync("chain", null, "[[1]]", (header, value));

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Contains(member, error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 400, error.Message);
    }

    [Theory]
    [InlineData("X-Amzn-SageMaker-Custom-Attributes", 1024)]
    [InlineData("X-Amzn-SageMaker-Inference-Id", 64)]
    public async Task Invoke_HeaderAtItsLimit_IsTaken(string header, int length)
    {
        using HttpResponseMessage response = await _host.InvokeAsync("chain", null, "[[1]]", (header, new string('x', length)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Invoke_EmptyCustomAttributes_AreTaken()
    {
        using RawConnection connection = await RawConnection.OpenAsync(_host.Address);
        string request = RawConnection.Invocation("numbers", "double", "[[1]]");

        await connection.SendAsync(request.Replace("Host:", "X-Amzn-SageMaker-Custom-Attributes:\r\nHost:", StringComparison.Ordinal));

        Assert.Equal((200, """{"predictions":[[2]]}"""), await connection.ReadAsync());
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("a%2Fb")]
    [InlineData("%0A")]
    [InlineData("%D1%87")]
    [InlineData("a_b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Invoke_OddEndpointName_IsRefusedWithoutEchoingOddCharacters(string name)
    {
        using HttpResponseMessage response = await _host.InvokeAsync(name, null, "[[1]]");

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Contains("endpointName", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, c => c is < ' ' or > '~');
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("a/b")]
    public async Task Invoke_PathThatIsNoEndpoints_IsRefusedByTheWebServer(string name)
    {
        using RawConnection connection = await RawConnection.OpenAsync(_host.Address);

        await connection.SendAsync(RawConnection.Invocation(name, "double", "[[1]]"));

        Assert.InRange((await connection.ReadAsync()).Status, 400, 404);
    }

    [Fact]
    public async Task Invoke_TheOnlyVariantByName_IsAnswered()
    {
        using HttpResponseMessage response = await _host.InvokeAsync("chain", null, "[[1]]", ("X-Amzn-SageMaker-Target-Variant", "AllTraffic"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("invocations-response-stream")]
    [InlineData("async-invocations")]
    public async Task Invoke_OperationThatIsNotOffered_SaysSo(string operation)
    {
        using HttpResponseMessage response = await _host.Client.PostAsync($"/endpoints/chain/{operation}", HttpHost.Json("[[1]]"));

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Contains("InvokeEndpoint.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_HeaderGivenTwice_IsAValidationError()
    {
        using HttpResponseMessage response = await _host.InvokeAsync(
            "numbers", "double", "[[1]]", ("X-Amzn-SageMaker-Target-Container-Hostname", "add"));

        Assert.Equal("ValidationError", (await AwsError.ReadAsync(response)).Type);
    }

    [Fact]
    public async Task Invoke_ByManyClientsAtOnce_AnswersEachItsOwn()
    {
        float[] answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            using HttpResponseMessage response = await _host.InvokeAsync("numbers", "double", $"[[{i}]]");
            using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return body.RootElement.GetProperty("predictions")[0][0].GetSingle();
        }));

        Assert.Equal(Enumerable.Range(0, 400).Select(i => 2f * i), answers);
    }
}
