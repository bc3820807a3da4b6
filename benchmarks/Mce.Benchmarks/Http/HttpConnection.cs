using System.Net;
using System.Net.Sockets;

namespace Mce.Benchmarks;

/// <summary>A kept connection that sends bytes as they are and finds the end of the answer: as little of HTTP as verifying takes.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly byte[] _received = new byte[64 << 10];
    private int _length;

    public HttpConnection(IPEndPoint server)
    {
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    public void Send(ReadOnlySpan<byte> request)
    {
        int sent = Socket.Send(request);
        if (sent != request.Length) throw new IOException($"Only {sent} of {request.Length} bytes were sent.");
        _length = 0;
    }

    /// <summary>Receives what is there, or waits for something.</summary>
    /// <returns>Whether the answer is whole.</returns>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public bool Receive(out HttpAnswer answer)
    {
        int received = Socket.Receive(_received.AsSpan(_length));
        if (received == 0) throw new IOException("The server closed the connection.");
        _length += received;
        return HttpAnswer.TryRead(_received.AsSpan(0, _length), out answer);
    }

    /// <summary>One request and its answer.</summary>
    public (int Status, byte[] Body) Exchange(ReadOnlySpan<byte> request)
    {
        Send(request);
        HttpAnswer answer;
        while (!Receive(out answer))
        {
        }

        return (answer.Status, answer.Body.ToArray());
    }

    public void Dispose() => Socket.Dispose();
}
