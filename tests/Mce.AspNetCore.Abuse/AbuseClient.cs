using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Mce.AspNetCore.Abuse;

/// <summary>Plays a case on a connection of its own, and judges what comes back.</summary>
internal static class AbuseClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>What is wrong; null = all is as it must be.</returns>
    public static async Task<string?> PlayAsync(Uri server, AbuseCase played)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.Host, server.Port, patience.Token);
            await SendAsync(socket, played, patience.Token);
            if (played.Statuses.Count == 0)
            {
                // With no time to linger, closing resets the connection.
                if (played.Leaving == Leaving.Reset) socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return null;
            }

            var answers = new AnswerReader(socket);
            for (int i = 0; i < played.Answers; i++)
                if (Judge(played, await answers.ReadAsync(patience.Token)) is { } fault) return fault;
            return null;
        }
        catch (OperationCanceledException)
        {
            return $"no answer in {Patience.TotalSeconds} s";
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return "the server takes no connections";
        }
    }

    private static async Task SendAsync(Socket socket, AbuseCase played, CancellationToken patience)
    {
        try
        {
            foreach (byte[] part in played.Parts)
            {
                for (int sent = 0; sent < part.Length;) sent += await socket.SendAsync(part.AsMemory(sent), patience);
                if (played.Pause > TimeSpan.Zero) await Task.Delay(played.Pause, patience);
            }

            if (played.Leaving == Leaving.HalfClosed) socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has had enough. What it said before may still be read.
        }
    }

    private static string? Judge(AbuseCase played, Answer answer)
    {
        if (!played.Statuses.Contains(answer.Status))
            return $"status {answer.Status} instead of {string.Join(" or ", played.Statuses)}: {Shorten(answer.Body)}";
        if (played.ErrorType is { } type && answer.ErrorType != type) return $"error type '{answer.ErrorType}' instead of '{type}': {Shorten(answer.Body)}";
        if (answer.ErrorType is null) return null;

        try
        {
            using JsonDocument body = JsonDocument.Parse(answer.Body);
            if (body.RootElement.GetProperty("Message").GetString() is not { Length: > 0 and < 4_096 }) return $"no message of a sensible length: {Shorten(answer.Body)}";
            if (played.OriginalStatus is { } original && body.RootElement.GetProperty("OriginalStatusCode").GetInt32() != original)
                return $"another OriginalStatusCode than {original}: {Shorten(answer.Body)}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"no error of SageMaker's form: {Shorten(answer.Body)}";
        }

        return null;
    }

    private static string Shorten(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        return text.Length <= 300 ? text : text[..300] + "…";
    }
}
