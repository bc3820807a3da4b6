using Mce.Core.Tests.Diagnostics;
using Mce.Core.Tests.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task CheckHealth_ThroughALife_SaysWhereItIs()
    {
        using var loading = new SemaphoreSlim(0);
        using var reached = new SemaphoreSlim(0);
        using var gate = new GatedModel();
        var backend = new ScriptedBackend
        {
            OnLoad = _ =>
            {
                reached.Release();
                loading.Wait();
            },
        };
        await using TestServer server = TestServer.Build(
            backend.With("m", gate.Model),
            b => b.Configure(o => o.WarmUp = false).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1))),
            "m");
        Assert.Equal((true, false, 0), Of(server.Server.CheckHealth()));

        Task started = server.Server.StartAsync();
        await reached.WaitAsync();
        Assert.Equal(ContainerState.Loading, Assert.Single(server.Server.CheckHealth().Containers).State);
        loading.Release();
        await started;
        Assert.Equal((true, true, 1), Of(server.Server.CheckHealth()));
        Assert.Equal(ContainerState.Ready, Assert.Single(server.Server.CheckHealth().Containers).State);

        using InferenceTensor x = ObservedServers.Input();
        Task running = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        TopologyChange change = await server.Server.ApplyAsync(new TopologyConfig([]));
        Assert.Equal(ContainerState.Draining, Assert.Single(server.Server.CheckHealth().Containers).State);
        gate.Open();
        await running;
        await change.Drained;
        Assert.Equal((true, true, 0), Of(server.Server.CheckHealth()));

        await server.Server.DisposeAsync();
        Assert.Equal((false, false, 0), Of(server.Server.CheckHealth()));

        static (bool, bool, int) Of(ServerHealth health) => (health.IsLive, health.IsReady, health.Containers.Count);
    }

    [Fact]
    public async Task CheckHealth_ModelThatOnlyFails_IsFailingUntilItAnswers()
    {
        bool fails = true;
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> execute = model.OnExecute;
        model.OnExecute = context =>
        {
            if (fails) throw new InvalidOperationException("no");
            execute(context);
        };
        await using TestServer server = await ObservedServers.DirectAsync(model, _ => { });
        using InferenceTensor x = ObservedServers.Input();

        for (int i = 0; i < 4; i++) await server.ErrorOfAsync(TestServer.Request(x));
        await server.ErrorOfAsync(new InferenceRequest("e") { TargetContainer = "c" }); // its own fault
        Assert.Equal(ContainerState.Ready, State());
        await server.ErrorOfAsync(TestServer.Request(x));
        Assert.Equal(ContainerState.Failing, State());
        Assert.Equal(ContainerState.Failing, State());
        fails = false;
        await server.InvokeAsync(TestServer.Request(x));
        Assert.Equal(ContainerState.Ready, State());

        ContainerState State() => Assert.Single(server.Server.CheckHealth().Containers).State;
    }

    [Fact]
    public async Task StuckCall_WithNobodyAsking_IsLoggedOnceAndWhenItComesBack()
    {
        var time = new FakeTimeProvider();
        var log = new ListLoggerFactory();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.UseTimeProvider(time).UseLoggerFactory(log).Configure(o => o.StuckCallAfter = TimeSpan.FromSeconds(20)), instances: 2);
        using InferenceTensor x = ObservedServers.Input();
        Task hanging = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();

        time.Advance(TimeSpan.FromSeconds(5)); // the first look that sees it
        DateTimeOffset since = time.GetUtcNow();
        for (int i = 0; i < 3; i++) time.Advance(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(log.Entries, e => e.Message.Contains("doesn't come back", StringComparison.Ordinal));
        for (int i = 0; i < 5; i++) time.Advance(TimeSpan.FromSeconds(5));

        (_, string message) = Assert.Single(log.Entries, e => e.Message.Contains("doesn't come back", StringComparison.Ordinal));
        Assert.Contains("'e', container 'c'", message, StringComparison.Ordinal);
        Assert.Contains(since.ToString("u"), message, StringComparison.Ordinal);
        ContainerHealth health = Assert.Single(server.Server.CheckHealth().Containers);
        Assert.Equal((ContainerState.Stuck, TimeSpan.FromSeconds(40), since), (health.State, health.LongestCall, health.LongestCallSince));

        gate.Open();
        await hanging;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(log.Entries, e => e.Message.Contains("came back", StringComparison.Ordinal));
        Assert.Equal(ContainerState.Ready, Assert.Single(server.Server.CheckHealth().Containers).State);
    }

    [Fact]
    public async Task Look_ManyShortCalls_AreNotTakenForOneLong()
    {
        var time = new FakeTimeProvider();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.UseTimeProvider(time).Configure(o => o.StuckCallAfter = TimeSpan.FromSeconds(20)));
        using InferenceTensor x = ObservedServers.Input();

        // At each look a call runs on the one slot, and each time it is another one.
        for (int i = 0; i < 20; i++)
        {
            Task call = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
            await gate.EnteredAsync();
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(ContainerState.Ready, Assert.Single(server.Server.CheckHealth().Containers).State);
            gate.Open();
            await call;
        }
    }

    [Fact]
    public async Task AddMce_HealthChecks_LiveReadyAndContainers()
    {
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("m", ScriptedModel.Add(1)),
            b => b.Configure(o => o.WarmUp = false).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")),
            "m");
        ServiceCollection services = new();
        services.AddSingleton(server.Server).AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddHealthChecks().AddMce().AddMceContainer("e", "c").AddMceContainer("e", "absent");
        await using ServiceProvider provider = services.BuildServiceProvider();
        var checks = provider.GetRequiredService<HealthCheckService>();

        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await LiveAndReadyAsync());
        await server.Server.StartAsync();
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), await LiveAndReadyAsync());
        HealthReport report = await checks.CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["mce.containers"].Status);
        Assert.StartsWith("Ready", Assert.IsType<string>(report.Entries["mce.containers"].Data["e/c"]), StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, report.Entries["mce.e.c"].Status);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["mce.e.absent"].Status);

        await server.Server.StopAsync();
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy), await LiveAndReadyAsync());
        await server.Server.DisposeAsync();
        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Unhealthy), await LiveAndReadyAsync());

        async Task<(HealthStatus Live, HealthStatus Ready)> LiveAndReadyAsync()
        {
            HealthReport live = await checks.CheckHealthAsync(c => c.Tags.Contains("live")), ready = await checks.CheckHealthAsync(c => c.Tags.Contains("ready"));
            return (live.Entries["mce.live"].Status, ready.Entries["mce.ready"].Status);
        }
    }
}
