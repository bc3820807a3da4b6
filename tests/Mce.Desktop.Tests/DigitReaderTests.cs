using Desktop.Digits;

namespace Mce.Desktop.Tests;

/// <summary>The three frameworks themselves, without a window.</summary>
public sealed class DigitReaderTests
{
    [Fact]
    public async Task Start_EachModel_TellsItsSteps()
    {
        var steps = new Steps();
        await using DigitReader reader = await StartAsync(steps);

        Assert.All(
            reader.Models,
            model => Assert.Equal([ModelLoadStage.Loading, ModelLoadStage.WarmingUp, ModelLoadStage.Ready], steps.All.Where(s => s.Container == model.Container).Select(s => s.Stage)));
    }

    [Fact]
    public async Task Read_DrawnDigits_MostModelsReadMost()
    {
        await using DigitReader reader = await StartAsync();
        Reading[] readings = await Task.WhenAll(Enumerable.Range(0, 10).Select(digit => reader.ReadAsync(Handwriting.Draw(digit, 11).ToArray())));

        for (int model = 0; model < 3; model++)
            Assert.InRange(Enumerable.Range(0, 10).Count(digit => readings[digit].Answers[model].Digit == digit), 8, 10);
    }

    [Fact]
    public async Task Read_HeldOutDigitsWrittenLarge_EachModelReadsMost()
    {
        await using DigitReader reader = await StartAsync();
        const int count = 100;
        var right = new int[3];
        for (int i = 0; i < count; i++)
        {
            Reading reading = await reader.ReadAsync(DigitSet.Enlarge(DigitSet.HeldOut.Images[i]));
            for (int model = 0; model < 3; model++)
                if (reading.Answers[model].Digit == DigitSet.HeldOut.Labels[i]) right[model]++;
        }

        Assert.All(right, r => Assert.InRange(r, count * 3 / 4, count));
    }

    [Fact]
    public async Task Read_OneBoard_GivesProbabilitiesAndLatencies()
    {
        await using DigitReader reader = await StartAsync();
        Reading reading = await reader.ReadAsync(Handwriting.Draw(3, 11).ToArray());

        Assert.Equal(DigitImage.Reduce(Handwriting.Draw(3, 11).Pixels), reading.Pixels);
        Assert.Equal(["mlnet", "onnx", "torch"], reader.Models.Select(m => m.Container));
        Assert.All(reading.Answers, answer =>
        {
            Assert.Null(answer.Error);
            Assert.Equal(10, answer.Probabilities.Count);
            Assert.Equal(1, answer.Probabilities.Sum(), 1e-3);
            Assert.True(answer.Latency > TimeSpan.Zero);
        });
    }

    [Fact]
    public async Task CreatePluginReport_AfterTheStart_ShowsThreeContexts()
    {
        await using DigitReader reader = await StartAsync();

        Assert.Equal(["mce:mlnet", "mce:onnx", "mce:torch"], reader.CreatePluginReport().Plugins.Select(p => p.LoadContext));
    }

    [Fact]
    public async Task Read_AfterDispose_IsRefused()
    {
        await using DigitReader reader = await StartAsync();
        await reader.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.ReadAsync(Handwriting.Draw(3, 11).ToArray()));
    }

    [Fact]
    public async Task Dispose_WhileItStarts_EndsTheStart()
    {
        await using var reader = new DigitReader();
        Task starting = reader.StartAsync(new Steps());

        await reader.DisposeAsync();

        Assert.True(starting.IsCompleted);
    }

    private static async Task<DigitReader> StartAsync(Steps? steps = null)
    {
        var reader = new DigitReader();
        await reader.StartAsync(steps ?? new Steps());
        return reader;
    }

    /// <summary>As they come, without a post between.</summary>
    private sealed class Steps : IProgress<ModelLoadProgress>
    {
        private readonly List<ModelLoadProgress> _all = [];

        public IReadOnlyList<ModelLoadProgress> All => _all;

        public void Report(ModelLoadProgress value) => _all.Add(value);
    }
}
