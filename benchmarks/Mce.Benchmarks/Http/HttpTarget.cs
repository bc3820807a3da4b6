using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mce.Benchmarks;

/// <summary>
/// One server's endpoint under one kind of content: requests as bytes, and the answers that are right. Every answer is learnt once, held
/// against ONNX Runtime's own, and compared byte for byte from then on.
/// </summary>
internal sealed class HttpTarget
{
    /// <summary>Different requests, one after the other on each connection.</summary>
    public const int Images = 16;

    private readonly byte[][] _requests;
    private readonly byte[][] _answers;

    private HttpTarget(HttpServer server, byte[][] requests, byte[][] answers)
    {
        Server = server;
        _requests = requests;
        _answers = answers;
    }

    public HttpServer Server { get; }

    public ReadOnlySpan<byte> Request(int image) => _requests[image];

    public bool IsRight(int image, in HttpAnswer answer) => answer.Status == 200 && answer.Body.SequenceEqual(_answers[image]);

    /// <param name="server">Started.</param>
    /// <param name="path">Where it is called.</param>
    /// <param name="isJson">JSON, or raw floats.</param>
    /// <param name="headers">More headers, each with its line end.</param>
    /// <param name="right">The scores of each image; null = answers only have to stay the same.</param>
    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public static HttpTarget Create(HttpServer server, string path, bool isJson, string headers, float[][]? right)
    {
        using var connection = new HttpConnection(server.EndPoint);
        byte[][] requests = [.. Enumerable.Range(0, Images).Select(i => MakeRequest(path, isJson, headers, Pixels(i)))];
        byte[][] answers = [.. requests.Select(request =>
        {
            (int status, byte[] body) = connection.Exchange(request);
            return status == 200 ? body : throw new InvalidOperationException($"{path} answers {status}: {Encoding.UTF8.GetString(body)}");
        })];
        for (int i = 0; right is not null && i < Images; i++)
        {
            float[] scores = isJson ? ScoresOf(answers[i]) : MemoryMarshal.Cast<byte, float>(answers[i]).ToArray();
            bool same = scores.Length == right[i].Length && scores.Zip(right[i]).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f);
            if (!same) throw new InvalidOperationException($"{path} answers [{string.Join(' ', scores)}] instead of [{string.Join(' ', right[i])}].");
        }

        return new HttpTarget(server, requests, answers);
    }

    /// <summary>The pixels of an image, 0 to 16.</summary>
    public static float[] Pixels(int image)
    {
        var random = new Random(image);
        return [.. Enumerable.Range(0, 64).Select(_ => (float)random.Next(17))];
    }

    private static byte[] MakeRequest(string path, bool isJson, string headers, float[] pixels)
    {
        byte[] body = isJson
            ? Encoding.ASCII.GetBytes($$"""{"instances":[[{{string.Join(',', pixels.Select(p => p.ToString(CultureInfo.InvariantCulture)))}}]]}""")
            : MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray();
        string type = isJson ? "application/json" : "application/octet-stream";
        string head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static float[] ScoresOf(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("predictions").EnumerateArray().Single().EnumerateArray().Select(score => score.GetSingle())];
    }
}
