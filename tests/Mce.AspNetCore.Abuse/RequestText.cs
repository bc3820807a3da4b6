using System.Text;

namespace Mce.AspNetCore.Abuse;

/// <summary>Requests as bytes.</summary>
internal static class RequestText
{
    public const string Json = "application/json";
    public const string Raw = "application/octet-stream";

    /// <summary>A request whose head says what its body is, unless the extra lines say something else.</summary>
    public static byte[] Make(byte[] body, string type = Json, string endpoint = "digits", string? container = "onnx", string extra = "", long? length = null) =>
        [.. Head($"POST /endpoints/{endpoint}/invocations HTTP/1.1", type, container, $"Content-Length: {length ?? body.Length}\r\n{extra}"), .. body];

    public static byte[] Make(string body, string type = Json, string endpoint = "digits", string? container = "onnx", string extra = "") =>
        Make(Encoding.UTF8.GetBytes(body), type, endpoint, container, extra);

    /// <summary>A head that tells no length.</summary>
    public static byte[] Head(string line, string type = Json, string? container = "onnx", string extra = "") => Encoding.Latin1.GetBytes(
        $"{line}\r\nHost: localhost\r\nContent-Type: {type}\r\n{(container is null ? "" : $"X-Amzn-SageMaker-Target-Container-Hostname: {container}\r\n")}{extra}\r\n");

    /// <summary>A body in chunks of random lengths.</summary>
    public static byte[] Chunked(byte[] body, Random random)
    {
        using var chunks = new MemoryStream();
        for (int at = 0; at < body.Length;)
        {
            int length = Math.Min(body.Length - at, random.Next(1, 1 + body.Length / 3));
            chunks.Write(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            chunks.Write(body, at, length);
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    /// <summary>An image: 64 numbers from 0 to 16.</summary>
    public static string Row(Random random, int count = 64) => $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => random.Next(17)))}]";

    public static string Instances(Random random, int rows = 1) => $$"""{"instances":[{{string.Join(',', Enumerable.Range(0, rows).Select(_ => Row(random)))}}]}""";
}
