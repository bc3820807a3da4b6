namespace Mce.Models.TestModels;

internal class Sentence
{
    public required string Text { get; init; }
}

internal sealed class LabelledSentence : Sentence
{
    public required bool Label { get; init; }
}

/// <summary>Invented remarks about invented wares: enough for a model to have something to learn.</summary>
internal static class Sentences
{
    private static readonly string[] Good =
    [
        "The kettle boils quickly and looks lovely.",
        "I love this lamp, it is bright and warm.",
        "Great shoes, comfortable from the first day.",
        "The battery lasts a whole week, excellent.",
        "A wonderful book, I could not put it down.",
        "Works perfectly and was easy to set up.",
        "The soup was delicious and the staff were kind.",
        "Fast delivery and a very good price.",
        "My children enjoy this game every evening.",
        "The sound is clear and pleasant.",
        "Best chair I have ever had, well made.",
        "The garden hose is sturdy and light, I am happy.",
        "A beautiful scarf, soft and well sewn.",
        "The camera takes sharp pictures, I recommend it.",
        "Friendly support, my question was solved at once.",
        "The bread is fresh and tastes excellent.",
        "A good bicycle that rides smoothly.",
        "I am delighted with the colour and the quality.",
        "The tent kept us dry, a great buy.",
        "Clever design, simple and reliable.",
    ];

    private static readonly string[] Bad =
    [
        "The kettle leaks and smells of plastic.",
        "I hate this lamp, it flickers all night.",
        "Terrible shoes, my feet hurt after an hour.",
        "The battery died after one day, awful.",
        "A boring book, I gave up on the third page.",
        "It never worked and was impossible to set up.",
        "The soup was cold and the staff were rude.",
        "Slow delivery and far too expensive.",
        "My children broke this game in a minute.",
        "The sound is muffled and annoying.",
        "Worst chair I have ever had, badly made.",
        "The garden hose tore at once, I am angry.",
        "An ugly scarf, scratchy and badly sewn.",
        "The camera takes blurred pictures, avoid it.",
        "Useless support, nobody answered my question.",
        "The bread was stale and tasted horrible.",
        "A poor bicycle that squeaks and wobbles.",
        "I am disappointed with the colour and the quality.",
        "The tent let the rain in, a waste of money.",
        "Stupid design, complicated and unreliable.",
    ];

    public static IEnumerable<LabelledSentence> Labelled { get; } =
        Good.Zip(Bad).SelectMany(pair => new LabelledSentence[]
        {
            new() { Text = pair.First, Label = true },
            new() { Text = pair.Second, Label = false },
        }).ToArray();

    /// <summary>What the cases ask: new sentences, and texts that are awkward.</summary>
    public static IEnumerable<Sentence> Unlabelled { get; } = new[]
    {
        "The lamp is lovely and works perfectly.",
        "The shoes leak, what a waste of money.",
        "",
        "   ",
        "zzz qqq",
        "Größe, Maß und Übergröße: 数字 \U0001f600",
        "Bright and warm, well made; I recommend it!",
    }.Select(text => new Sentence { Text = text }).ToArray();
}
