using System.Diagnostics;

namespace Mce.Soak.Runs;

/// <summary>A bar on a terminal, a line now and then elsewhere. Thread-safe.</summary>
internal sealed class Progress(TextWriter output, bool isTerminal)
{
    private const int BarWidth = 24;

    private readonly TimeSpan _pause = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Shows how far it is, if that was not shown just now.</summary>
    public void Show(long done, long total, object what)
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _last)) < _pause || !_gate.TryEnter()) return;
        try
        {
            Volatile.Write(ref _last, Stopwatch.GetTimestamp());
            int filled = (int)(BarWidth * done / total);
            string bar = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done:N0}/{total:N0}  {what}";
            if (isTerminal) output.Write($"\r\u001b[K{bar}");
            else output.WriteLine(bar);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Wipes the bar.</summary>
    public void Clear()
    {
        if (isTerminal) output.Write("\r\u001b[K");
    }
}
