using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mce.AspNetCore.Abuse;

/// <summary>Reads the answers on a connection, one after the other.</summary>
internal sealed class AnswerReader(Socket socket)
{
    private readonly byte[] _chunk = new byte[16 << 10];
    private readonly List<byte> _received = [];

    /// <summary>The next answer, or none where the connection ends before one is whole.</summary>
    public async Task<Answer> ReadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = EndOfHead()) < 0)
            if (!await ReceiveAsync(cancellationToken)) return Answer.None;

        string[] head = Encoding.Latin1.GetString([.. _received[..end]]).Split("\r\n");
        _received.RemoveRange(0, end + 4);
        if (head[0].Split(' ') is not ["HTTP/1.1", string code, ..] || !int.TryParse(code, CultureInfo.InvariantCulture, out int status)) return Answer.NoHttp;
        int length = int.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_received.Count < length)
            if (!await ReceiveAsync(cancellationToken)) return Answer.None;

        byte[] body = [.. _received[..length]];
        _received.RemoveRange(0, length);
        return new Answer(status, Header(head, "x-amzn-errortype"), body);
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            int received = await socket.ReceiveAsync(_chunk, cancellationToken);
            _received.AddRange(_chunk.AsSpan(0, received));
            return received > 0;
        }
        catch (SocketException)
        {
            return false; // reset
        }
    }

    private int EndOfHead()
    {
        for (int i = 3; i < _received.Count; i++)
            if (_received[i] == '\n' && _received[i - 1] == '\r' && _received[i - 2] == '\n' && _received[i - 3] == '\r') return i - 3;
        return -1;
    }

    private static string? Header(string[] head, string name) =>
        head.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
