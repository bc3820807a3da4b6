namespace Mce.AwsClients.Tests;

/// <summary>The clients of AWS, each started when a test first asks for it.</summary>
internal sealed class ClientSet(Uri url)
{
    private readonly Dictionary<string, AwsClient> _clients = [];

    /// <summary>Sends a request to the server, or to another where the request says so.</summary>
    /// <exception cref="SkipException">The client can't be had on this machine.</exception>
    public async Task<ClientAnswer> InvokeAsync(string client, ClientRequest request)
    {
        if (!_clients.TryGetValue(client, out AwsClient? running))
        {
            Installation installation = await Installation.OfAsync(client);
            Skip.If(installation.Missing is not null, installation.Missing);
            running = _clients[client] = AwsClient.Start(installation);
        }

        return await running.InvokeAsync(request.Url is null ? request with { Url = url } : request);
    }

    /// <summary>Ends the clients.</summary>
    public async Task StopAsync()
    {
        foreach (AwsClient client in _clients.Values) await client.DisposeAsync();
    }
}
