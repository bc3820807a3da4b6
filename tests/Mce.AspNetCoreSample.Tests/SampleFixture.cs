using Mce.Fixtures;

namespace Mce.AspNetCoreSample.Tests;

/// <summary>One running sample for all tests that only talk to it.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private SampleServer _server = null!;

    public Uri Address => _server.Address;

    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        _server = await SampleServer.StartAsync();
        Client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
