using System.Diagnostics;
using System.Globalization;

namespace Mce.Desktop.Tests.Window;

/// <summary>The sample in a process of its own, used as a person would: by mouse, keys and looks.</summary>
internal sealed class SampleWindow : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Where the drawing surface lies in the window of 1080 by 620, and how large it is.
    private const int BoardLeft = 21, BoardTop = 67, BoardSide = 459;

    private readonly VirtualDisplay _display;
    private readonly Process _program;
    private Process? _titles;
    private int _left, _top;

    private SampleWindow(VirtualDisplay display, Process program)
    {
        _display = display;
        _program = program;
    }

    /// <summary>The window's number.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The title that was read last.</summary>
    public string Title { get; private set; } = "";

    public static async Task<SampleWindow> OpenAsync(VirtualDisplay display, string assembly, params IEnumerable<string> arguments)
    {
        var window = new SampleWindow(display, Tool.Start(Tool.Dotnet, [assembly, .. arguments], display.Name));
        try
        {
            string found = await display.DoAsync("search", "--sync", "--onlyvisible", "--name", "^Digits").WaitAsync(Limit);
            window.Id = found.Split('\n')[0].Trim();
            // One line for each title that the window gets.
            window._titles = Tool.Start("xprop", ["-spy", "-id", window.Id, "_NET_WM_NAME"], display.Name);
            string[] place = (await display.DoAsync("getwindowgeometry", "--shell", window.Id)).Split('\n');
            window._left = NumberOf(place, "X");
            window._top = NumberOf(place, "Y");
            return window;
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a title with these words.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> WaitForTitleAsync(string words)
    {
        long began = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while (!Title.Contains(words, StringComparison.Ordinal))
                Title = await _titles!.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The window is gone: {await _program.StandardError.ReadToEndAsync()}");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No title with '{words}' came; it is {Title}.");
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Where a point of the drawing surface, 0 to 1 each way, is on the screen.</summary>
    public (int X, int Y) At(double x, double y) => (_left + BoardLeft + (int)(x * BoardSide), _top + BoardTop + (int)(y * BoardSide));

    /// <summary>Draws with the mouse.</summary>
    public async Task DrawAsync(params IEnumerable<(double X, double Y)[]> strokes)
    {
        foreach ((double X, double Y)[] stroke in strokes)
        {
            List<string> moves = [.. MoveTo(stroke[0]), "mousedown", "1"];
            // As a hand does: in small steps.
            for (int i = 1; i < stroke.Length; i++)
                for (int step = 1; step <= 5; step++)
                    moves.AddRange([.. MoveTo(Between(stroke[i - 1], stroke[i], step / 5.0)), "sleep", "0.002"]);
            await _display.DoAsync([.. moves, "mouseup", "1"]);
        }
    }

    public Task PressAsync(string keys) => _display.DoAsync("key", keys);

    /// <summary>Waits until the program has ended by itself.</summary>
    public async Task<(int Code, string Errors)> WaitForEndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _program.WaitForExitAsync(limit.Token);
        return (_program.ExitCode, await _program.StandardError.ReadToEndAsync(limit.Token));
    }

    public void Dispose()
    {
        foreach (Process? process in (Process?[])[_titles, _program])
        {
            if (process is null) continue;
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private IEnumerable<string> MoveTo((double X, double Y) point)
    {
        (int x, int y) = At(point.X, point.Y);
        return ["mousemove", x.ToString(CultureInfo.InvariantCulture), y.ToString(CultureInfo.InvariantCulture)];
    }

    private static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double part) =>
        (a.X + (b.X - a.X) * part, a.Y + (b.Y - a.Y) * part);

    private static int NumberOf(string[] lines, string name) =>
        int.Parse(lines.Single(l => l.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
