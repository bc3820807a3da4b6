using Mce.Soak.Scripted;

namespace Mce.Soak.Services;

/// <summary>All services of a server, and the configurations that lead from one set of versions to the next.</summary>
internal sealed class World
{
    private const int MostReplicas = 4;
    private const int FirstReplicas = 2;

    private readonly int _queueLength;

    private World(IReadOnlyList<Service> services, ScriptedBackend backend, int queueLength) => (Services, Backend, _queueLength) = (services, backend, queueLength);

    public IReadOnlyList<Service> Services { get; }

    /// <summary>Those slow enough that a burst overloads them.</summary>
    public IReadOnlyList<Service> SlowServices => [.. Services.Where(s => s is ScriptedService { Milliseconds: > 0 } or DigitService)];

    public ScriptedBackend Backend { get; }

    /// <summary>Makes services of scripted models, of real frameworks, or of both.</summary>
    /// <param name="models">Which.</param>
    /// <param name="folder">Where files may be written.</param>
    /// <param name="queueLength">How many requests may wait for a container.</param>
    /// <param name="backend">That of the scripted models.</param>
    /// <param name="withSlow">Whether one of the scripted ones takes a millisecond.</param>
    public static async Task<World> CreateAsync(ModelKinds models, string folder, int queueLength, ScriptedBackend backend, bool withSlow = false)
    {
        var services = new List<Service>();
        if (withSlow) services.Add(new ScriptedService { Endpoint = "slow", Container = "model", Milliseconds = 1 });
        if (models.HasFlag(ModelKinds.Scripted))
        {
            services.AddRange(
            [
                new ScriptedService { Endpoint = "direct", Container = "a", Selector = ReplicaSelector.RoundRobin },
                new ScriptedService { Endpoint = "direct", Container = "b", LeastReplicas = 0 },
                new ScriptedService { Endpoint = "direct", Container = "guest", ComesAndGoes = true },
                new ScriptedService { Endpoint = "chain", Steps = 3 },
                new ScriptedService { Endpoint = "visitor", Steps = 2, ComesAndGoes = true },
            ]);
        }

        if (models.HasFlag(ModelKinds.Frameworks))
        {
            OnnxService.WriteFiles(folder);
            services.AddRange(
            [
                new OnnxService(folder) { Endpoint = "onnx", Container = "a", LeastReplicas = 0, Selector = ReplicaSelector.LeastOutstanding },
                new OnnxService(folder) { Endpoint = "onnx", Container = "guest", ComesAndGoes = true },
                new OnnxService(folder) { Endpoint = "onnx-chain", Steps = 2 },
                await DigitService.CreateAsync("digits", "model"),
            ]);
        }

        return new World(services, backend, queueLength);
    }

    public MceServer CreateServer()
    {
        MceServerBuilder builder = new MceServerBuilder()
            .AddBackend("scripted", "1.0.0", () => Backend)
            .AddPluginDirectory("plugins")
            .Configure(o => o.DrainTimeout = TimeSpan.FromMinutes(2));
        foreach (EndpointConfig endpoint in Configure(Services.ToDictionary(s => s, _ => 0)).Endpoints) builder.AddEndpoint(endpoint);
        return builder.Build();
    }

    /// <summary>A topology with each service in a version; those that are <see cref="Ledger.Absent"/> are left out.</summary>
    public TopologyConfig Configure(IReadOnlyDictionary<Service, int> versions) => new(
    [
        .. Services.Where(s => versions[s] != Ledger.Absent).GroupBy(s => s.Endpoint).Select(group => new EndpointConfig
        {
            Name = group.Key,
            Mode = group.First().Container is null ? InvocationMode.Serial : InvocationMode.Direct,
            Containers = [.. group.SelectMany(s => s.Configure(versions[s]).Select(c => Bound(s, c)))],
        }),
    ]);

    private ContainerConfig Bound(Service service, ContainerConfig container) => container with
    {
        InstanceCount = FirstReplicas,
        MinInstanceCount = service.LeastReplicas,
        MaxInstanceCount = MostReplicas,
        MaxQueueLength = _queueLength,
        Selector = service.Selector,
    };
}
