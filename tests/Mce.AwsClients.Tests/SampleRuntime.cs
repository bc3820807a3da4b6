using Mce.Fixtures;

namespace Mce.AwsClients.Tests;

/// <summary>The ASP.NET Core sample in a process of its own, and the clients that ask it.</summary>
public sealed class SampleRuntime : IAsyncLifetime
{
    private SampleServer _server = null!;
    private ClientSet _clients = null!;

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync();
        _clients = new ClientSet(_server.Address);
    }

    public Task<ClientAnswer> InvokeAsync(string client, ClientRequest request) => _clients.InvokeAsync(client, request);

    public async Task DisposeAsync()
    {
        await _clients.StopAsync();
        await _server.DisposeAsync();
    }
}
