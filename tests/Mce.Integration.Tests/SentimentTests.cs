namespace Mce.Integration.Tests;

/// <summary>The sentiment models of the samples: one task, two frameworks, one interface.</summary>
public sealed class SentimentTests(SentimentServer server) : IClassFixture<SentimentServer>
{
    private const int HeldOut = 148;

    // float32 in ONNX Runtime, float64 in scikit-learn.
    private const double Tolerance = 1e-5;

    [Fact]
    public void Signature_BothModels_IsTheSame() => Assert.All(
        server.Containers,
        c => Assert.Equal("(text: string[batch]) → (label: string[batch], probability: float32[batch])", c.Signature!.ToString()));

    // The numbers that eng/models/README.md states. Another processor may decide a sentence on the line otherwise: none is.
    [Theory]
    [InlineData("englishModel", "en", 128)]
    [InlineData("germanModel", "de", 129)]
    public async Task Invoke_HeldOutSentences_AreRightAsOftenAsStated(string container, string language, int right)
    {
        (string Label, string Text)[] sentences = SentimentServer.ReadHeldOut(language);
        Assert.Equal(HeldOut, sentences.Length);
        Assert.Equal(HeldOut / 2, sentences.Count(s => s.Label == "positive"));

        (string[] labels, float[] probabilities) = await server.AskAsync(container, [.. sentences.Select(s => s.Text)]);

        Assert.Equal(right, labels.Zip(sentences).Count(pair => pair.First == pair.Second.Label));
        Assert.All(labels.Zip(probabilities), answer =>
        {
            Assert.Equal(answer.Second > 0.5f ? "positive" : "negative", answer.First);
            Assert.InRange(answer.Second, 0, 1);
            Assert.NotInRange(answer.Second, 0.4999f, 0.5001f);
        });
    }

    [Theory]
    [InlineData("englishModel", "en")]
    [InlineData("germanModel", "de")]
    public async Task Invoke_OneByOne_AnswersAsInABatch(string container, string language)
    {
        string[] texts = ["", .. SentimentServer.ReadHeldOut(language).Take(9).Select(s => s.Text)];
        (string[] labels, float[] probabilities) = await server.AskAsync(container, texts);

        for (int i = 0; i < texts.Length; i++)
        {
            (string[] label, float[] probability) = await server.AskAsync(container, texts[i]);
            Assert.Equal([labels[i]], label);
            Assert.Equal(probabilities[i], Assert.Single(probability), Tolerance);
        }
    }

    [Fact]
    public async Task Invoke_GermanModel_AnswersWhatScikitLearnComputed()
    {
        (string[] Texts, string[] Labels, float[] Probabilities)[] cases = SentimentServer.ReadGermanCases();
        Assert.Equal(SentimentServer.ReadHeldOut("de").Select(s => s.Text), cases[0].Texts);

        foreach ((string[] texts, string[] expected, float[] probabilities) in cases)
        {
            (string[] labels, float[] actual) = await server.AskAsync("germanModel", texts);
            Assert.Equal(expected, labels);
            Assert.All(probabilities.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Fact]
    public async Task Invoke_NoText_AnswersNothing()
    {
        foreach (string container in (string[])["englishModel", "germanModel"])
        {
            (string[] labels, float[] probabilities) = await server.AskAsync(container);
            Assert.Empty(labels);
            Assert.Empty(probabilities);
        }
    }
}
