using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mce.AwsClients.Tests;

/// <summary>A client of AWS in a process of its own, which sends what it is told. One request at a time.</summary>
internal sealed class AwsClient : IAsyncDisposable
{
    public const string Boto3 = "boto3";
    public const string JavaScript = "aws-sdk-js";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private AwsClient(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static AwsClient Start(Installation installation)
    {
        var start = new ProcessStartInfo(installation.Command[0], installation.Command[1..])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The server is on this machine, and nothing of a user's account has a part in this.
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(AppContext.BaseDirectory, "none");
        return new AwsClient(Process.Start(start)!);
    }

    public async Task<ClientAnswer> InvokeAsync(ClientRequest request)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, Json));
        await _process.StandardInput.FlushAsync();
        string? line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        return line is not null
            ? JsonSerializer.Deserialize<ClientAnswer>(line, Json)!
            : throw new InvalidOperationException($"The client ended without an answer to {request}: {await _errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with its input
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
