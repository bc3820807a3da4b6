using Mce.AspNetCore;
using Mce.Testing;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AwsClients.Tests;

/// <summary>Hosts that answer in every way that the API has, and the clients that ask them.</summary>
public sealed class ScriptedRuntime : IAsyncLifetime
{
    private readonly Gate _gate = new();
    private readonly List<ScriptedHost> _hosts = [];
    private ClientSet _clients = null!;
    private Task _busy = Task.CompletedTask;

    /// <summary>Its server isn't started.</summary>
    public Uri Starting => _hosts[1].Url;

    /// <summary>Lets nobody in.</summary>
    public Uri Guarded => _hosts[2].Url;

    /// <summary>Waits for no model.</summary>
    public Uri Impatient => _hosts[3].Url;

    public async Task InitializeAsync()
    {
        MceTestServer server = await MceTestServer.StartAsync(Describe);
        _hosts.Add(await ScriptedHost.StartAsync(server, s => s.AddMceHttp(TraceAdder)));
        _hosts.Add(await ScriptedHost.StartAsync(MceTestServer.Create(Numbers)));
        _hosts.Add(await ScriptedHost.StartAsync(await MceTestServer.StartAsync(Numbers), Guard, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapSageMakerRuntime().RequireAuthorization();
        }));
        _hosts.Add(await ScriptedHost.StartAsync(
            await MceTestServer.StartAsync(test => test
                .AddModel("stalling", Rows().Maps(x => x).Stalls())
                .AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "stalling"))),
            s => s.AddMceHttp(o => o.InvocationTimeout = TimeSpan.FromMilliseconds(100))));
        _clients = new ClientSet(_hosts[0].Url);

        // From here on the endpoint "busy" has no room: its one instance is held, and its queue takes none.
        _busy = server.InvokeAsync("busy", "held", [1]);
        await _gate.EnteredAsync();
    }

    public Task<ClientAnswer> InvokeAsync(string client, ClientRequest request) => _clients.InvokeAsync(client, request);

    public async Task DisposeAsync()
    {
        await _clients.StopAsync();
        _gate.Open();
        await _busy;
        foreach (ScriptedHost host in _hosts) await host.DisposeAsync();
    }

    private void Describe(MceTestServerBuilder test)
    {
        Numbers(test);
        test.AddModel("bad", Failing(() => new InvalidOperationException("out of ink")))
            .AddModel("mistaken", Failing(() => new MceException(MceErrorCodes.Internal, "secret")))
            .AddModel("lacking", Failing(() => new MceException(MceErrorCodes.NativeLibraryUnavailable, "libink.so is missing")))
            .AddModel("held", new ScriptedModel().Maps(x => x).WaitsAt(_gate))
            .AddEndpoint("chain", e => e.AsSerial().AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder"))
            .AddEndpoint("broken-chain", e => e.AsSerial().AddContainer("double", "scripted", "doubler").AddContainer("ink", "scripted", "bad"))
            .AddEndpoint("faulty", e => e.AddContainer("mistaken", "scripted", "mistaken").AddContainer("lacking", "scripted", "lacking"))
            .AddEndpoint("busy", e => e.AddContainer("held", "scripted", "held", c => c.WithInstances(1).WithMaxQueueLength(0)));
    }

    private static void Numbers(MceTestServerBuilder test) => test
        .AddModel("doubler", Rows().Maps(x => 2 * x))
        .AddModel("adder", Rows().Maps(x => x + 1))
        .AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "doubler").AddContainer("add", "scripted", "adder"));

    private static ScriptedModel Rows() => new ScriptedModel().WithSignature("x", "y", TensorDimension.Dynamic("batch"), TensorDimension.Dynamic("n"));

    private static ScriptedModel Failing(Func<Exception> with) => Rows().Maps(x => x).Fails(with: with);

    // One container answers the attributes that it was sent; the other sets none.
    private static void TraceAdder(MceHttpOptions options) => options.PrepareResponse = (http, answer) =>
    {
        if (answer.Container == "add") http.Response.Headers[SageMakerHeaders.CustomAttributes] = http.Request.Headers[SageMakerHeaders.CustomAttributes];
    };

    private static void Guard(IServiceCollection services)
    {
        services.AddMceHttp();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddAuthorization();
    }
}
