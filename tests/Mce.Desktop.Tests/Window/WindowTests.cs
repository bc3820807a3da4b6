using Desktop.Digits;
using Xunit.Abstractions;

namespace Mce.Desktop.Tests.Window;

/// <summary>The sample's window on a virtual display, with real input.</summary>
public sealed class WindowTests(BuiltSample sample, ITestOutputHelper output) : IClassFixture<BuiltSample>
{
    // What a person would call frozen; far more than is measured.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The middle of the stroke at the top of a seven.
    private static readonly (double X, double Y) OnTheSeven = (0.5, 0.16);

    [SkippableFact]
    public async Task Window_DrawnOnWithTheMouseAndDrivenByKeys_ReadsWhatIsDrawn()
    {
        Skip.If(sample.WhyNot is not null, sample.WhyNot);
        using VirtualDisplay display = await VirtualDisplay.StartAsync();
        using SampleWindow window = await SampleWindow.OpenAsync(display, sample.Assembly);
        (int x, int y) = window.At(OnTheSeven.X, OnTheSeven.Y);

        // Drawn at once, perhaps while the models load.
        await display.WaitForLightAsync(x, y, light => light > 200);
        await window.DrawAsync(Handwriting.Strokes[7]);
        TimeSpan inked = await display.WaitForLightAsync(x, y, light => light < 80);
        await window.WaitForTitleAsync("Digits – 7 (");

        await window.PressAsync("Escape");
        await window.WaitForTitleAsync("Digits – ready");
        await window.DrawAsync(Handwriting.Strokes[0]);
        TimeSpan answered = await window.WaitForTitleAsync("Digits – 0 (");

        await window.PressAsync("Delete");
        await window.WaitForTitleAsync("Digits – ready");
        await window.DrawAsync(Handwriting.Strokes[7]);
        await window.WaitForTitleAsync("Digits – 7 (3 of 3 models)");
        await PhotographAsync(display, window, "screenshot-light.png");

        // To the plugins and back: the ink goes and comes.
        await window.PressAsync("alt+2");
        TimeSpan changed = await display.WaitForLightAsync(x, y, light => light > 200);
        await PhotographAsync(display, window, "screenshot-plugins.png");
        await window.PressAsync("ctrl+Tab");
        await display.WaitForLightAsync(x, y, light => light < 80);

        // System, light, dark: the ink of a dark window is light.
        await window.PressAsync("ctrl+t");
        await window.PressAsync("ctrl+t");
        await display.WaitForLightAsync(x, y, light => light > 200);
        (int cornerX, int cornerY) = window.At(0.95, 0.95);
        Assert.InRange(display.LightAt(cornerX, cornerY), 0, 60);
        await PhotographAsync(display, window, "screenshot-dark.png");

        await window.PressAsync("ctrl+q");
        Assert.Equal((0, ""), await window.WaitForEndAsync());
        output.WriteLine($"Ink on the screen after {inked.TotalMilliseconds:F0} ms, an answer after {answered.TotalMilliseconds:F0} ms, another tab after {changed.TotalMilliseconds:F0} ms.");
        Assert.All((TimeSpan[])[inked, answered, changed], time => Assert.InRange(time, TimeSpan.Zero, Patience));
    }

    [SkippableFact]
    public async Task Window_WhileAModelLoadsAndLoads_IsAliveAndThenShowsTheError()
    {
        Skip.If(sample.WhyNot is not null, sample.WhyNot);
        using StuckSample stuck = await StuckSample.CreateAsync(sample.Assembly);
        using VirtualDisplay display = await VirtualDisplay.StartAsync();
        using SampleWindow window = await SampleWindow.OpenAsync(display, stuck.Assembly);
        (int x, int y) = window.At(OnTheSeven.X, OnTheSeven.Y);

        await display.WaitForLightAsync(x, y, light => light > 200);
        await window.DrawAsync(Handwriting.Strokes[7]);
        TimeSpan inked = await display.WaitForLightAsync(x, y, light => light < 80);
        await window.PressAsync("alt+2");
        TimeSpan changed = await display.WaitForLightAsync(x, y, light => light > 200);
        await window.PressAsync("alt+1");
        await display.WaitForLightAsync(x, y, light => light < 80);
        await window.WaitForTitleAsync("Digits – loading…");

        await stuck.ReleaseAsync();
        await window.WaitForTitleAsync("Digits – not started");
        await window.PressAsync("ctrl+q");

        Assert.Equal((0, ""), await window.WaitForEndAsync());
        Assert.All((TimeSpan[])[inked, changed], time => Assert.InRange(time, TimeSpan.Zero, Patience));
    }

    [SkippableFact]
    public async Task Window_GivenAnImage_ReadsIt()
    {
        Skip.If(sample.WhyNot is not null, sample.WhyNot);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.bmp");
        await File.WriteAllBytesAsync(path, Bitmap(Handwriting.Draw(5, 11).Pixels));
        try
        {
            using VirtualDisplay display = await VirtualDisplay.StartAsync();
            using SampleWindow window = await SampleWindow.OpenAsync(display, sample.Assembly, path);

            await window.WaitForTitleAsync("Digits – 5 (");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SkippableTheory]
    [InlineData("not an image")]
    [InlineData("\u0089PNG\r\n\u001a\n and nothing more")]
    [InlineData(null)]
    public async Task Window_GivenAFileThatIsNoImage_SaysSoAndGoesOn(string? content)
    {
        Skip.If(sample.WhyNot is not null, sample.WhyNot);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.png");
        if (content is not null) await File.WriteAllTextAsync(path, content, System.Text.Encoding.Latin1);
        try
        {
            using VirtualDisplay display = await VirtualDisplay.StartAsync();
            using SampleWindow window = await SampleWindow.OpenAsync(display, sample.Assembly, path);

            await window.WaitForTitleAsync("Digits – ready");
            await window.PressAsync("ctrl+q");

            Assert.Equal((0, ""), await window.WaitForEndAsync());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>For the sample's README, when asked for: see there.</summary>
    private static async Task PhotographAsync(VirtualDisplay display, SampleWindow window, string name)
    {
        if (Environment.GetEnvironmentVariable("MCE_PHOTOGRAPHS") is not { Length: > 0 } folder) return;
        // Below the cards, still in the window: without a window manager the keys go where the mouse is.
        (int x, int y) = window.At(0.5, 1.18);
        await display.DoAsync("mousemove", $"{x}", $"{y}", "sleep", "1");
        await Tool.RunAsync("import", ["-window", window.Id, "-colors", "256", $"PNG8:{Path.Combine(Path.GetFullPath(folder), name)}"], display.Name);
    }

    /// <summary>A bitmap file of 24 bits a pixel, black ink on white.</summary>
    private static byte[] Bitmap(ReadOnlySpan<byte> ink)
    {
        const int side = InkBoard.Size, row = side * 3; // a multiple of 4, as the format wants it
        var file = new byte[54 + row * side];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        foreach (int number in (int[])[file.Length, 0, 54, 40, side, -side, 1 | 24 << 16, 0, row * side, 2835, 2835, 0, 0]) writer.Write(number);
        foreach (byte pixel in ink)
            for (int channel = 0; channel < 3; channel++) writer.Write((byte)(255 - pixel));
        return file;
    }
}
