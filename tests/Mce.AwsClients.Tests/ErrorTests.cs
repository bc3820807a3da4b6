namespace Mce.AwsClients.Tests;

/// <summary>Which exceptions AWS's clients make of errors.</summary>
public sealed class ErrorTests(ScriptedRuntime runtime) : IClassFixture<ScriptedRuntime>
{
    private static readonly string[] Clients = [AwsClient.Boto3, AwsClient.JavaScript];

    private static readonly ClientRequest Good = new("numbers", "[[1]]") { Container = "double" };

    // The request, and what its message must name.
    private static readonly Dictionary<string, (ClientRequest Request, string Named)> Invalid = new()
    {
        ["unknown endpoint"] = (Good with { Endpoint = "nothing" }, "numbers"),
        ["missing target"] = (Good with { Container = null }, "TargetContainerHostname"),
        ["unknown target"] = (Good with { Container = "triple" }, "double, add"),
        ["target on a serial endpoint"] = (Good with { Endpoint = "chain" }, "serial"),
        ["unknown variant"] = (Good with { Variant = "Other" }, "AllTraffic"),
        ["target model"] = (Good with { Model = "some.zip" }, "targetModel"),
        ["long target"] = (Good with { Container = new string('a', 64) }, "targetContainerHostname"),
        ["long variant"] = (Good with { Variant = new string('a', 64) }, "targetVariant"),
        ["long endpoint"] = (Good with { Endpoint = new string('a', 64) }, "endpointName"),
        ["odd endpoint"] = (Good with { Endpoint = "a b/../c" }, "endpointName"),
        ["long model"] = (Good with { Model = new string('a', 1025) }, "targetModel"),
        ["long attributes"] = (Good with { CustomAttributes = new string('a', 1025) }, "customAttributes"),
        ["long inference id"] = (Good with { InferenceId = new string('a', 65) }, "inferenceId"),
        ["long content type"] = (Good with { ContentType = new string('a', 1025) }, "contentType"),
        ["long accept"] = (Good with { Accept = new string('a', 1025) }, "accept"),
    };

    // The request, the status that the container gives, and what it says.
    private static readonly Dictionary<string, (ClientRequest Request, int Status, string Said)> OfTheModel = new()
    {
        ["cut body"] = (Good with { Body = "[[1" }, 400, ""),
        ["wrong value"] = (Good with { Body = """{"instances":[[1,2,3],[4,5,"six"]]}""" }, 400, "instances[1][2]"),
        ["unknown type"] = (Good with { ContentType = "application/xml" }, 415, "application/xml"),
        ["unknown answer"] = (Good with { Accept = "image/png" }, 406, "image/png"),
        ["failing model"] = (new ClientRequest("broken-chain", "[[1]]") { InferenceId = "mine-7" }, 500, "'mine-7': the model failed: out of ink"),
    };

    public static TheoryData<string, string> InvalidRequests => Each(Invalid.Keys);

    public static TheoryData<string, string> ModelErrors => Each(OfTheModel.Keys);

    [SkippableTheory]
    [MemberData(nameof(InvalidRequests))]
    public async Task Invoke_WhatTheApiRefuses_IsAValidationError(string client, string what)
    {
        (ClientRequest request, string named) = Invalid[what];

        ClientAnswer answer = await runtime.InvokeAsync(client, request);

        ShouldBe(answer, 400, "ValidationError");
        Assert.Contains(named, answer.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ModelErrors))]
    public async Task Invoke_WhatTheModelRefuses_IsAModelErrorWithItsStatusAndWords(string client, string what)
    {
        (ClientRequest request, int status, string said) = OfTheModel[what];

        ClientAnswer answer = await runtime.InvokeAsync(client, request);

        ShouldBe(answer, 424, "ModelError");
        Assert.Equal(status, answer.OriginalStatusCode);
        Assert.Contains(said, answer.OriginalMessage, StringComparison.Ordinal);
        Assert.Contains($"({status}) from {(what == "failing model" ? "ink" : "double")} with message", answer.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_ModelThatNeverAnswers_IsAModelErrorWithoutStatus(string client)
    {
        ClientAnswer answer = await runtime.InvokeAsync(client, Good with { Url = runtime.Impatient });

        ShouldBe(answer, 424, "ModelError");
        Assert.Equal(0, answer.OriginalStatusCode);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_FullQueue_IsServiceUnavailable(string client) =>
        ShouldBe(await runtime.InvokeAsync(client, new ClientRequest("busy", "[1]") { Container = "held" }), 503, "ServiceUnavailable");

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_ServerThatStarts_IsModelNotReady(string client) =>
        ShouldBe(await runtime.InvokeAsync(client, Good with { Url = runtime.Starting }), 429, "ModelNotReadyException");

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_MistakeInside_IsInternalFailureAndTellsNothing(string client)
    {
        ClientAnswer answer = await runtime.InvokeAsync(client, new ClientRequest("faulty", "[[1]]") { Container = "mistaken" });

        ShouldBe(answer, 500, "InternalFailure");
        Assert.DoesNotContain("secret", answer.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_MissingNativeLibrary_IsInternalDependency(string client) =>
        ShouldBe(await runtime.InvokeAsync(client, new ClientRequest("faulty", "[[1]]") { Container = "lacking" }), 530, "InternalDependencyException");

    // AWS's service model of this operation doesn't name the error that all its services have: clients have no class for it.
    [SkippableTheory]
    [InlineData(AwsClient.Boto3, "ClientError")]
    [InlineData(AwsClient.JavaScript, "SageMakerRuntimeServiceException")]
    public async Task Invoke_ByWhoMayNot_IsAccessDenied(string client, string exception)
    {
        ClientAnswer answer = await runtime.InvokeAsync(client, Good with { Url = runtime.Guarded });

        Assert.Equal((403, "AccessDeniedException", exception), (answer.Status, answer.Error, answer.Exception));
        Assert.False(string.IsNullOrEmpty(answer.Message) || string.IsNullOrEmpty(answer.RequestId));
    }

    private static void ShouldBe(ClientAnswer answer, int status, string error)
    {
        Assert.Equal((status, error, error, true), (answer.Status, answer.Error, answer.Exception, answer.IsOwnClass));
        Assert.False(string.IsNullOrEmpty(answer.Message));
        Assert.True(Guid.TryParse(answer.RequestId, out _), answer.RequestId);
    }

    private static TheoryData<string, string> Each(IEnumerable<string> cases)
    {
        var data = new TheoryData<string, string>();
        foreach (string name in cases)
            foreach (string client in Clients) data.Add(client, name);
        return data;
    }
}
