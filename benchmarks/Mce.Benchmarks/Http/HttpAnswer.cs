using System.Buffers.Text;
using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>An answer of a server that keeps to one way of writing its heads, as Kestrel does.</summary>
internal readonly ref struct HttpAnswer
{
    private HttpAnswer(int status, ReadOnlySpan<byte> body)
    {
        Status = status;
        Body = body;
    }

    public int Status { get; }

    /// <summary>Good until the connection receives again.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads an answer if it is whole. A chunked body is put together in the buffer.</summary>
    public static bool TryRead(Span<byte> bytes, out HttpAnswer answer)
    {
        answer = default;
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        ReadOnlySpan<byte> head = bytes[..end];
        Span<byte> rest = bytes[(end + 4)..];
        int status = int.Parse(head.Slice("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        int at = head.IndexOf("\r\nContent-Length: "u8);
        if (at >= 0)
        {
            if (!Utf8Parser.TryParse(head[(at + "\r\nContent-Length: ".Length)..], out int length, out _)) throw Malformed();
            if (rest.Length > length) throw Malformed();
            answer = new HttpAnswer(status, rest);
            return rest.Length == length;
        }

        if (head.IndexOf("\r\nTransfer-Encoding: chunked"u8) < 0) throw Malformed();
        // The end mark may also be in the middle of a body of other bytes; those of the servers here are JSON.
        if (!rest.EndsWith("0\r\n\r\n"u8)) return false;
        answer = new HttpAnswer(status, Join(rest));
        return true;
    }

    private static ReadOnlySpan<byte> Join(Span<byte> chunked)
    {
        int written = 0, read = 0;
        while (true)
        {
            if (!Utf8Parser.TryParse(chunked[read..], out int length, out int digits, 'x')) throw Malformed();
            if (length == 0) return chunked[..written];
            read += digits + 2;
            chunked.Slice(read, length).CopyTo(chunked[written..]);
            written += length;
            read += length + 2;
        }
    }

    private static InvalidOperationException Malformed() => new("The server's answer isn't as this client can read it.");
}
