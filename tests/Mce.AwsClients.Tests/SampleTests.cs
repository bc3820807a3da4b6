using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mce.AwsClients.Tests;

/// <summary>The ASP.NET Core sample as AWS's clients see it: real models, held-out data, the accuracies that are stated for them.</summary>
public sealed class SampleTests(SampleRuntime sample) : IClassFixture<SampleRuntime>
{
    [SkippableTheory]
    [InlineData(AwsClient.Boto3, "englishModel", "en", 128)]
    [InlineData(AwsClient.Boto3, "germanModel", "de", 129)]
    [InlineData(AwsClient.JavaScript, "englishModel", "en", 128)]
    [InlineData(AwsClient.JavaScript, "germanModel", "de", 129)]
    public async Task Invoke_HeldOutSentences_AreRightAsOftenAsStated(string client, string container, string language, int right)
    {
        (string Label, string Text)[] sentences = HeldOut.Sentences(language);
        string body = JsonSerializer.Serialize(new { instances = sentences.Select(s => s.Text) }, UnescapedJson);

        ClientAnswer answer = await sample.InvokeAsync(client, new ClientRequest("sentiment", body) { Container = container });

        ShouldBeAnsweredBy(container, answer);
        string[] labels = [.. PredictionsOf(answer).Select(p => p.GetProperty("label").GetString()!)];
        Assert.Equal(right, labels.Zip(sentences).Count(pair => pair.First == pair.Second.Label));
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_PlainText_IsOneInstance(string client)
    {
        ClientAnswer answer = await sample.InvokeAsync(
            client, new ClientRequest("sentiment", "Ein köstliches Essen, wunderschön.") { Container = "germanModel", ContentType = "text/plain", Accept = "application/json" });

        JsonElement prediction = Assert.Single(PredictionsOf(answer));
        Assert.Equal("positive", prediction.GetProperty("label").GetString());
        Assert.InRange(prediction.GetProperty("probability").GetSingle(), 0.5, 1);
    }

    // The numbers are those of eng/models/README.md, of 500.
    [SkippableTheory]
    [InlineData(AwsClient.Boto3, "application/json", "digits", null, "classify", 493)]
    [InlineData(AwsClient.Boto3, "application/json", "digits-ab", "mlnet", "mlnet", 488)]
    [InlineData(AwsClient.Boto3, "text/csv", "digits-ab", "onnx", "onnx", 495)]
    [InlineData(AwsClient.Boto3, "text/csv", "digits-ab", "torch", "torch", 491)]
    [InlineData(AwsClient.JavaScript, "text/csv", "digits", null, "classify", 493)]
    [InlineData(AwsClient.JavaScript, "text/csv", "digits-ab", "mlnet", "mlnet", 488)]
    [InlineData(AwsClient.JavaScript, "application/json", "digits-ab", "onnx", "onnx", 495)]
    [InlineData(AwsClient.JavaScript, "application/json", "digits-ab", "torch", "torch", 491)]
    public async Task Invoke_HeldOutDigits_AreRightAsOftenAsStated(string client, string contentType, string endpoint, string? container, string answering, int right)
    {
        (int[] digits, string csv, string json) = HeldOut.Digits();
        var request = new ClientRequest(endpoint, contentType == "text/csv" ? csv : json)
        {
            Container = container,
            ContentType = contentType,
            Accept = "application/json",
        };

        ClientAnswer answer = await sample.InvokeAsync(client, request);

        ShouldBeAnsweredBy(answering, answer);
        int[] predicted = [.. PredictionsOf(answer).Select(LikeliestDigit)];
        Assert.Equal(digits.Length, predicted.Length);
        Assert.Equal(right, predicted.Zip(digits).Count(pair => pair.First == pair.Second));
    }

    [SkippableTheory]
    [InlineData(AwsClient.Boto3)]
    [InlineData(AwsClient.JavaScript)]
    public async Task Invoke_WrongRequests_AreTheClientsExceptions(string client)
    {
        var good = new ClientRequest("sentiment", """{"instances":["Good."]}""") { Container = "germanModel" };

        ClientAnswer unknown = await sample.InvokeAsync(client, good with { Endpoint = "weather" });
        ClientAnswer missing = await sample.InvokeAsync(client, good with { Container = null });
        ClientAnswer wrong = await sample.InvokeAsync(client, good with { Container = "frenchModel" });
        ClientAnswer serial = await sample.InvokeAsync(client, good with { Endpoint = "digits", Container = "scale" });
        ClientAnswer malformed = await sample.InvokeAsync(client, good with { Body = """{"instances":["Good.",""" });

        Assert.All([unknown, missing, wrong, serial], a => Assert.Equal((400, "ValidationError", true), (a.Status, a.Error, a.IsOwnClass)));
        Assert.Contains("sentiment, digits, digits-ab", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("englishModel, germanModel", missing.Message, StringComparison.Ordinal);
        Assert.Contains("englishModel, germanModel", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("serial", serial.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((424, "ModelError", true, 400), (malformed.Status, malformed.Error, malformed.IsOwnClass, malformed.OriginalStatusCode));
        Assert.Contains("from germanModel", malformed.Message, StringComparison.Ordinal);
    }

    // Letters as they are, as most programs of the world send them.
    private static readonly JsonSerializerOptions UnescapedJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void ShouldBeAnsweredBy(string container, ClientAnswer answer)
    {
        Assert.Equal((null, 200), (answer.Error, answer.Status));
        Assert.Equal($"answered-by={container}", answer.CustomAttributes);
        Assert.Equal("AllTraffic", answer.Variant);
    }

    private static JsonElement[] PredictionsOf(ClientAnswer answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer.Body!);
        return [.. document.RootElement.GetProperty("predictions").EnumerateArray().Select(p => p.Clone())];
    }

    // ML.NET's model gives a label besides the scores, so a row of it is an object.
    private static int LikeliestDigit(JsonElement prediction)
    {
        JsonElement scores = prediction.ValueKind == JsonValueKind.Object ? prediction.GetProperty("Score") : prediction;
        float[] values = [.. scores.EnumerateArray().Select(s => s.GetSingle())];
        Assert.Equal(10, values.Length);
        return values.AsSpan().IndexOf(values.Max());
    }
}
