using System.Text;

namespace Mce.AspNetCoreSample.Tests;

/// <summary>A file of requests, as editors run them: parts divided by ###, each a line, headers, a blank line and a body.</summary>
internal sealed record HttpFile(string Title, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public static IReadOnlyList<HttpFile> Read(string path)
    {
        string[] parts = File.ReadAllText(path).ReplaceLineEndings("\n").Split("###", StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Where(p => !p.StartsWith('@')).Select(Parse)];
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        foreach ((string name, string value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HttpFile Parse(string part)
    {
        string[] lines = part.Split('\n');
        string[] request = lines[1].Split(' ');
        int blank = Array.FindIndex(lines, 2, l => l.Length == 0);
        return new HttpFile(
            lines[0].Trim(),
            request[0],
            request[1].Replace("{{host}}", "", StringComparison.Ordinal),
            [.. lines[2..blank].Select(l => (l[..l.IndexOf(':', StringComparison.Ordinal)], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))],
            string.Join('\n', lines[blank..]).Trim());
    }
}
