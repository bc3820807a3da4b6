namespace Mce.Cli.Terminal;

/// <summary>A bar on one line of the error stream, for long work. Silent unless that is a terminal. Thread-safe.</summary>
/// <remarks>Dispose wipes the line, so that the answer stands alone.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _output;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _last;
    private int _width;

    /// <summary>Makes a bar for the process's error stream.</summary>
    public ProgressLine()
        : this(Console.IsErrorRedirected ? null : Console.Error, TimeProvider.System)
    {
    }

    internal ProgressLine(TextWriter? output, TimeProvider time)
    {
        _output = output;
        _time = time;
    }

    /// <summary>Shows how far it is; draws at most ten times a second.</summary>
    /// <param name="done">From 0 to <paramref name="total"/>.</param>
    /// <param name="total">At least 1.</param>
    /// <param name="what">What is being done now.</param>
    public void Report(int done, int total, string what)
    {
        if (_output is null) return;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            if (_width > 0 && done < total && _time.GetElapsedTime(_last, now) < Interval) return;
            _last = now;
            int filled = (int)((long)BarWidth * Math.Clamp(done, 0, total) / Math.Max(total, 1));
            string line = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done}/{total} {what}";
            if (line.Length > 100) line = line[..99] + "…";
            _output.Write($"\r{line.PadRight(_width)}");
            _output.Flush();
            _width = line.Length;
        }
    }

    /// <summary>Wipes the line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_width == 0) return;
            _output!.Write($"\r{new string(' ', _width)}\r");
            _output.Flush();
            _width = 0;
        }
    }
}
