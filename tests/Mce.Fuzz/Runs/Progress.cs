using System.Diagnostics;

namespace Mce.Fuzz.Runs;

/// <summary>A bar with counts on a terminal, a line now and then elsewhere; findings as lines everywhere.</summary>
internal sealed class Progress(TextWriter writer, bool isTerminal, int total)
{
    private const int Width = 30;
    private const int CasesPerLine = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _drawn;
    private int _done;
    private int _findings;
    private int _known;

    public void Add(CaseResult result)
    {
        lock (_gate)
        {
            _done++;
            if (result.Known is not null) _known++;
            else if (result.IsFinding)
            {
                _findings++;
                if (isTerminal) writer.Write("\r\u001b[K");
                string text = result.ToString().ReplaceLineEndings(" ");
                writer.WriteLine(text.Length > 600 ? text[..600] + "…" : text);
            }

            if (!isTerminal && _done % CasesPerLine == 0) writer.WriteLine($"{_done:N0}/{total:N0}  {_findings} finding(s), {_known} known");
            if (isTerminal && (_done == total || Stopwatch.GetElapsedTime(_drawn) > Pause)) Draw();
        }
    }

    private void Draw()
    {
        _drawn = Stopwatch.GetTimestamp();
        int filled = (int)((long)Width * _done / Math.Max(1, total));
        double rate = _done / Math.Max(0.001, Stopwatch.GetElapsedTime(_began).TotalSeconds);
        writer.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {_done:N0}/{total:N0}  {rate:N0}/s  {_findings} finding(s), {_known} known\u001b[K");
        if (_done == total) writer.WriteLine();
    }
}
