using System.Collections.Immutable;
using System.Text;

namespace Mce.AspNetCore.Abuse;

/// <summary>Bodies over the limit, and bytes that are no HTTP. The web server itself refuses the latter.</summary>
internal static partial class AbuseCases
{
    private const string Start = "POST /endpoints/digits/invocations HTTP/1.1\r\nHost: localhost\r\n";

    private static readonly string[] NoRequests =
    [
        "\r\n\r\n\r\nX\r\n\r\n", "GET\r\n\r\n", "POST  HTTP/1.1\r\n\r\n", "POST /x\r\n\r\n", "P\0ST / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nHost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "POST / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nHo st: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
        $"{Start}Content-Length: -1\r\n\r\n", $"{Start}Content-Length: 1, 2\r\n\r\n", $"{Start}Content-Length: 99999999999999999999\r\n\r\n", $"{Start}Content-Length: 0x10\r\n\r\n",
        $"{Start}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "POST /%zz HTTP/1.1\r\nHost: \u00ff\r\n\r\n",
    ];

    private static ImmutableArray<Func<Random, AbuseCase>> HttpKinds =>
    [
        r => Invalid("a body over the limit, declared", RequestText.Make([], length: AbusedServer.MaxRequestBytes + 1L + r.Next())),
        r => Invalid("a body over the limit, declared and sent", RequestText.Make(new byte[AbusedServer.MaxRequestBytes + r.Next(1, 500_000)])),
        r => Invalid("a body over the limit, in chunks", Line("Transfer-Encoding: chunked\r\n"), RequestText.Chunked(Encoding.ASCII.GetBytes(new string(' ', AbusedServer.MaxRequestBytes + r.Next(1, 100_000))), r)),
        r => Invalid("a body over the limit, asked for first", Line($"Expect: 100-continue\r\nContent-Length: {AbusedServer.MaxRequestBytes + 1}\r\n")),
        r => new AbuseCase("no HTTP", [Encoding.Latin1.GetBytes(Pick(r, NoRequests))], 400),
        r => new AbuseCase("random bytes", [[.. Bytes(r, r.Next(1, 2_000)), .. "\r\n\r\n"u8]], 400, 0),
        r => new AbuseCase("another version", [Encoding.ASCII.GetBytes($"POST / {Pick(r, "HTTP/9.9", "HTP/1.1", "HTTP/1.10", "http/1.1", "HTTP/2")}\r\nHost: a\r\n\r\n")], 505, 400),
        r => new AbuseCase("a request line that is long", [Encoding.ASCII.GetBytes($"POST /{new string('a', r.Next(9_000, 20_000))} HTTP/1.1\r\nHost: a\r\n\r\n")], 414),
        r => new AbuseCase("headers that are long", [RequestText.Make("{}", extra: $"X-Long: {new string('a', r.Next(33_000, 50_000))}\r\n")], 431),
        r => new AbuseCase("too many headers", [RequestText.Make("{}", extra: string.Concat(Enumerable.Range(0, r.Next(101, 500)).Select(i => $"X-{i}: 1\r\n")))], 431),
        r => new AbuseCase("a bad chunk", [Line("Transfer-Encoding: chunked\r\n"), Encoding.ASCII.GetBytes(Pick(r, ["zz\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n\r\n", "5\r\nabcdefgh\r\n", "\r\n\r\n"]))], 400),
        _ => new AbuseCase("another method", ["GET /endpoints/digits/invocations HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray()], 405),
        r => new AbuseCase("another path", [RequestText.Make("{}", endpoint: Pick(r, ["digits/..", "digits/x", "", "digits/invocations"]))], 404),
        r => new AbuseCase("a path that climbs", [RequestText.Make("{}", endpoint: Pick(r, ["%2e%2e", "..%2f..%2fetc", "%00", "%c0%af", "%ff"]))], 400, 404),
    ];
}
