using System.Text;

namespace Mce.Benchmarks.Tests;

public class HttpAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: x\r\nContent-Length: 5\r\n\r\nhello", 200, "hello")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n02\r\nlo\r\n0\r\n\r\n", 200, "hello")]
    public void TryRead_EveryBeginning_IsNoAnswerUntilItIsWhole(string text, int status, string body)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int length = 0; length < bytes.Length; length++) Assert.False(HttpAnswer.TryRead(bytes.AsSpan(0, length), out _));

        Assert.True(HttpAnswer.TryRead(bytes, out HttpAnswer answer));
        Assert.Equal(status, answer.Status);
        Assert.Equal(body, Encoding.ASCII.GetString(answer.Body));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello")]
    public void TryRead_LongerThanItSaysOrOfUnknownLength_IsRefused(string text) =>
        Assert.Throws<InvalidOperationException>(() => HttpAnswer.TryRead(Encoding.ASCII.GetBytes(text), out _));
}
