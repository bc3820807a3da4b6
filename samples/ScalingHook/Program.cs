// A scaling hook: it gets every scaling decision before it is acted on, and here it also drives something outside.
//
//     dotnet run --project samples/ScalingHook [-- desired.json]
//
// The program serves one container that takes 50 ms a request. Three seconds of traffic from eight callers, then silence: the server
// adds replicas and takes them away again. The hook writes what is wanted into a JSON file, whole or not at all, for an orchestrator
// that adds and removes machines by it; and it allows no sixth replica, since this machine is not to have more than five. The server
// scales its own replicas in any case; a host whose replicas all lie outside would veto every decision instead. It ends by itself after
// a few seconds. docs/scaling.md explains the rules.

using Mce;
using ScalingHook;

if (args.Length > 1)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/ScalingHook [-- desired.json]");
    return 2;
}

string path = Path.GetFullPath(args.Length == 1 ? args[0] : "desired.json");
var hook = new DesiredCountHook(path, most: 5);

// The pace of the preset, made ten times as fast: nobody wants to watch a sample for a minute.
ScalingConfig scaling = ScalingConfig.Fast with
{
    Policies = [new TargetTrackingPolicy { Name = "busy", Metric = ScalingMetric.ConcurrentRequestsPerReplica, TargetValue = 1 }],
    ObservationInterval = TimeSpan.FromSeconds(0.1),
    Window = TimeSpan.FromSeconds(0.5),
    ScaleInCooldown = TimeSpan.FromSeconds(0.5),
};

await using MceServer server = new MceServerBuilder()
    .AddBackend<DelayBackend>()
    .AddEndpoint("work", e => e.AddContainer("worker", framework: "delay", "worker.delay", c => c
        .WithInstances(minimum: 1, maximum: 8, initial: 1)
        .WithScaling(scaling)))
    .AddScalingHook(hook)
    .Build();

try
{
    await server.StartAsync();
}
catch (MceException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.WriteLine($"Desired counts go to {path}.");
Console.WriteLine("Eight callers for three seconds:");
using (var enough = new CancellationTokenSource(TimeSpan.FromSeconds(3)))
    await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CallAsync(server, enough.Token))));

Console.WriteLine("Silence until one replica is left:");
await hook.WhenDownToAsync(1).WaitAsync(TimeSpan.FromSeconds(30));
Console.WriteLine($"Most wanted: {hook.Most}. The file now says: {await File.ReadAllTextAsync(path)}");
return 0;

static async Task CallAsync(MceServer server, CancellationToken enough)
{
    while (!enough.IsCancellationRequested)
    {
        using InferenceTensor x = InferenceTensor.FromArray(new float[1], [1]);
        var request = new InferenceRequest("work") { TargetContainer = "worker", Inputs = { ["x"] = x } };
        // What was sent is answered, also when it is enough.
        using InferenceResponse response = await server.InvokeAsync(request, CancellationToken.None);
    }
}
