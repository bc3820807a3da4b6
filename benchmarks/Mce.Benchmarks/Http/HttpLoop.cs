using System.Diagnostics;
using System.Net.Sockets;

namespace Mce.Benchmarks;

/// <summary>
/// A closed loop over kept connections to one target, on one thread: it leaves as much of the machine as it can to the server. Each
/// connection sends its next request when its answer is there and right.
/// </summary>
internal sealed class HttpLoop : IDisposable
{
    private readonly HttpTarget _target;
    private readonly Dictionary<Socket, Line> _lines;
    private readonly List<Socket> _ready;

    public HttpLoop(HttpTarget target, int connections)
    {
        _target = target;
        _lines = Enumerable.Range(0, connections)
            .Select(i => new Line(new HttpConnection(target.Server.EndPoint), i % HttpTarget.Images))
            .ToDictionary(line => line.Connection.Socket);
        _ready = new List<Socket>(connections);
    }

    /// <summary>Runs for a while and then until the last answer is there.</summary>
    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public HttpSlice Run(TimeSpan duration)
    {
        (long bytes, double cpu) = _target.Server.ReadUsage();
        long began = Stopwatch.GetTimestamp();
        int answers = 0, open = 0;
        foreach (Line line in _lines.Values) Send(line);
        open = _lines.Count;
        while (open > 0)
        {
            _ready.Clear();
            foreach (Line line in _lines.Values)
                if (line.IsOpen) _ready.Add(line.Connection.Socket);
            Socket.Select(_ready, null, null, -1);
            bool goOn = Stopwatch.GetElapsedTime(began) < duration;
            foreach (Socket socket in _ready)
            {
                Line line = _lines[socket];
                if (!line.Connection.Receive(out HttpAnswer answer)) continue;
                if (!_target.IsRight(line.Image, answer)) throw new InvalidOperationException($"A wrong answer, with status {answer.Status}.");
                answers++;
                line.Image = (line.Image + 1) % HttpTarget.Images;
                line.IsOpen = goOn;
                if (goOn) Send(line);
                else open--;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (long bytesAfter, double cpuAfter) = _target.Server.ReadUsage();
        return new HttpSlice(answers, seconds, cpuAfter - cpu, bytesAfter - bytes);
    }

    public void Dispose()
    {
        foreach (Line line in _lines.Values) line.Connection.Dispose();
    }

    private void Send(Line line)
    {
        line.IsOpen = true;
        line.Connection.Send(_target.Request(line.Image));
    }

    private sealed class Line(HttpConnection connection, int image)
    {
        public HttpConnection Connection { get; } = connection;

        public int Image { get; set; } = image;

        /// <summary>Whether an answer is awaited.</summary>
        public bool IsOpen { get; set; }
    }
}
