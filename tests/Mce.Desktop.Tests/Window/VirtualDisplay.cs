using System.Buffers.Binary;
using System.Diagnostics;

namespace Mce.Desktop.Tests.Window;

/// <summary>A screen that nobody sees, with mouse and keyboard.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("display-");
    private readonly Process _server;

    private VirtualDisplay() =>
        _server = Tool.Start("Xvfb", ["-displayfd", "1", "-screen", "0", "1200x800x24", "-nolisten", "tcp", "-fbdir", _folder.FullName]);

    /// <summary>What the environment variable DISPLAY says.</summary>
    public string Name { get; private set; } = "";

    public static async Task<VirtualDisplay> StartAsync()
    {
        var display = new VirtualDisplay();
        try
        {
            string? number = await display._server.StandardOutput.ReadLineAsync().WaitAsync(Limit);
            display.Name = $":{number ?? throw new InvalidOperationException(await display._server.StandardError.ReadToEndAsync())}";
            return display;
        }
        catch
        {
            display.Dispose();
            throw;
        }
    }

    public Task<string> DoAsync(params IEnumerable<string> arguments) => Tool.RunAsync("xdotool", arguments, Name);

    /// <summary>How light a pixel of the screen is, 0 to 255.</summary>
    public int LightAt(int x, int y)
    {
        // The X server keeps the screen in a file of the format that xwd writes: a header of big-endian numbers, colours, pixels.
        using FileStream file = new(Path.Combine(_folder.FullName, "Xvfb_screen0"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[100];
        file.ReadExactly(header);
        long pixels = Number(header, 0) + Number(header, 19) * 12L;
        file.Position = pixels + y * (long)Number(header, 12) + x * (Number(header, 11) / 8);
        Span<byte> pixel = stackalloc byte[3];
        file.ReadExactly(pixel);
        return (pixel[0] + pixel[1] + pixel[2]) / 3;

        static int Number(ReadOnlySpan<byte> header, int index) => BinaryPrimitives.ReadInt32BigEndian(header[(index * 4)..]);
    }

    /// <summary>Looks again and again until a pixel is as the person would wait for it.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> WaitForLightAsync(int x, int y, Func<int, bool> condition)
    {
        long began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition(LightAt(x, y)))
        {
            if (Stopwatch.GetElapsedTime(began) > Limit) throw new TimeoutException($"The pixel at {x}, {y} stays {LightAt(x, y)} light.");
            await timer.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(began);
    }

    public void Dispose()
    {
        if (!_server.HasExited) _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }
}
