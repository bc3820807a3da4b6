namespace Mce.AwsClients.Tests;

/// <summary>What AWS's clients make of answers.</summary>
public sealed class AnswerTests(ScriptedRuntime runtime) : IClassFixture<ScriptedRuntime>
{
    public const int BodyLimit = 6_291_456;

    [SkippableTheory]
    [InlineData(AwsClient.Boto3, "numbers", "double", "[[2,4,6]]")]
    [InlineData(AwsClient.Boto3, "numbers", "add", "[[2,3,4]]")]
    [InlineData(AwsClient.Boto3, "chain", null, "[[3,5,7]]")]
    [InlineData(AwsClient.JavaScript, "numbers", "double", "[[2,4,6]]")]
    [InlineData(AwsClient.JavaScript, "numbers", "add", "[[2,3,4]]")]
    [InlineData(AwsClient.JavaScript, "chain", null, "[[3,5,7]]")]
    public async Task Invoke_DirectAndSerial_GivesBodyTypeVariantAndRequestId(string client, string endpoint, string? container, string predictions)
    {
        ClientAnswer answer = await runtime.InvokeAsync(client, new ClientRequest(endpoint, """{"instances":[[1,2,3]]}""") { Container = container });

        Assert.Equal((null, 200), (answer.Error, answer.Status));
        Assert.Equal($$"""{"predictions":{{predictions}}}""", answer.Body);
        Assert.Equal(("application/json", "AllTraffic"), (answer.ContentType, answer.Variant));
        Assert.True(Guid.TryParse(answer.RequestId, out Guid id) && id != Guid.Empty, answer.RequestId);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_Twice_HasTwoRequestIds(string client)
    {
        ClientAnswer first = await runtime.InvokeAsync(client, new ClientRequest("chain", "[[1]]"));
        ClientAnswer second = await runtime.InvokeAsync(client, new ClientRequest("chain", "[[1]]"));

        Assert.NotEqual(first.RequestId, second.RequestId);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_CustomAttributes_ComeBackWhereTheAppSetsThem(string client)
    {
        string attributes = $"trace={new string('x', 1024 - "trace=".Length)}";
        var request = new ClientRequest("numbers", "[[1]]") { CustomAttributes = attributes };

        Assert.Equal(attributes, (await runtime.InvokeAsync(client, request with { Container = "add" })).CustomAttributes);
        Assert.Null((await runtime.InvokeAsync(client, request with { Container = "double" })).CustomAttributes);
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_VariantByNameAndLongInferenceId_IsAnswered(string client)
    {
        ClientAnswer answer = await runtime.InvokeAsync(client, new ClientRequest("chain", "[[1]]") { Variant = "AllTraffic", InferenceId = new string('i', 64) });

        Assert.Equal((200, "AllTraffic"), (answer.Status, answer.Variant));
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_BodyAtTheLimitAndOneOver_IsAnsweredAndRefused(string client)
    {
        var request = new ClientRequest("chain", "[[1]]");

        ClientAnswer largest = await runtime.InvokeAsync(client, request with { PaddedTo = BodyLimit });
        ClientAnswer over = await runtime.InvokeAsync(client, request with { PaddedTo = BodyLimit + 1 });
        ClientAnswer after = await runtime.InvokeAsync(client, request);

        Assert.Equal((200, """{"predictions":[[3]]}"""), (largest.Status, largest.Body));
        Assert.Equal((400, "ValidationError", true), (over.Status, over.Error, over.IsOwnClass));
        Assert.Contains("6291456", over.Message, StringComparison.Ordinal);
        Assert.Equal((200, """{"predictions":[[3]]}"""), (after.Status, after.Body));
    }
}
