using Microsoft.Extensions.Hosting;

namespace Mce;

/// <summary>Ties the server's life to the host's.</summary>
internal sealed class MceHostedService(MceServer server) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);
}
