using System.Net;
using Mce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mce.AspNetCore.Tests;

/// <summary>A web app on a free port of this machine, over scripted models or a server of the test's own.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpHost(WebApplication app, MceTestServer? test)
    {
        _app = app;
        Test = test!;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public MceTestServer Test { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<HttpHost> StartAsync(Action<MceTestServerBuilder> describe, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        MceTestServer test = await MceTestServer.StartAsync(describe);
        return await StartAsync(
            s =>
            {
                s.AddSingleton(test.Server).AddSingleton<IInferenceServer>(test.Server).AddSingleton<TimeProvider>(test.Time);
                services?.Invoke(s);
            },
            map,
            test);
    }

    public static async Task<HttpHost> StartAsync(Action<IServiceCollection> services, Action<WebApplication>? map = null, MceTestServer? test = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        services(builder.Services);
        WebApplication app = builder.Build();
        if (map is null) app.MapSageMakerRuntime();
        else map(app);
        await app.StartAsync();
        return new HttpHost(app, test);
    }

    public Task<HttpResponseMessage> InvokeAsync(string endpoint, string? container, HttpContent body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/endpoints/{endpoint}/invocations") { Content = body };
        if (container is not null) request.Headers.TryAddWithoutValidation("X-Amzn-SageMaker-Target-Container-Hostname", container);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> InvokeAsync(string endpoint, string? container, string json, params (string Name, string Value)[] headers) =>
        InvokeAsync(endpoint, container, Json(json), headers);

    public static StringContent Json(string json) => new(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (Test is not null) await Test.DisposeAsync();
    }
}
