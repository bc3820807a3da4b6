using System.Net.Sockets;
using System.Text;

namespace Mce.AspNetCore.Tests;

/// <summary>A connection on which the test sends the bytes it likes.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _stream.ReadTimeout = 30_000;
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        return new RawConnection(client);
    }

    public static string Invocation(string endpoint, string container, string body) =>
        Head(endpoint, container, Encoding.UTF8.GetByteCount(body)) + body;

    public static string Head(string endpoint, string container, long length) =>
        $"POST /endpoints/{endpoint}/invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        $"X-Amzn-SageMaker-Target-Container-Hostname: {container}\r\nContent-Length: {length}\r\n\r\n";

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Reads one response whose length its head tells.</summary>
    public async Task<(int Status, string Body)> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!EndsHead(head))
        {
            if (await _stream.ReadAsync(one, patience.Token) == 0) throw new EndOfStreamException($"The connection was closed after '{head}'.");
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n");
        int status = int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        string? length = lines.FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        byte[] body = new byte[int.Parse(length ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body, patience.Token);
        return (status, Encoding.UTF8.GetString(body));
    }

    public void Dispose() => _client.Dispose();

    private static bool EndsHead(StringBuilder head) =>
        head.Length >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
