using System.Net;
using Mce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mce.AwsClients.Tests;

/// <summary>A web app on a free port of this machine, over a server of scripted models.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MceTestServer _server;

    private ScriptedHost(WebApplication app, MceTestServer server) => (_app, _server) = (app, server);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Serves a server, started or not; it ends with the host.</summary>
    public static async Task<ScriptedHost> StartAsync(MceTestServer server, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(server.Server).AddSingleton<IInferenceServer>(server.Server);
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        if (map is null) app.MapSageMakerRuntime();
        else map(app);
        await app.StartAsync();
        return new ScriptedHost(app, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }
}
