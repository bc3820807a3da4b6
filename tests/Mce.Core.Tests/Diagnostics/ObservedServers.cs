namespace Mce.Core.Tests.Diagnostics;

/// <summary>The events of requests alone, and servers to make them with.</summary>
internal static class ObservedServers
{
    public const InvocationEvents RequestEvents = InvocationEvents.Received | InvocationEvents.Queued | InvocationEvents.Started | InvocationEvents.Completed | InvocationEvents.Rejected | InvocationEvents.Failed;

    /// <summary>One direct endpoint <c>e</c> with one container <c>c</c>.</summary>
    public static Task<TestServer> DirectAsync(ScriptedModel model, Action<MceServerBuilder> configure, int instances = 1) => TestServer.StartAsync(
        new ScriptedBackend().With("m", model),
        b =>
        {
            b.Configure(o => o.WarmUp = false).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(instances)));
            configure(b);
        },
        "m");

    /// <summary>One serial endpoint <c>s</c> with the containers <c>a</c> and <c>b</c>.</summary>
    public static Task<TestServer> SerialAsync(ScriptedModel first, ScriptedModel second, Action<MceServerBuilder> configure) => TestServer.StartAsync(
        new ScriptedBackend().With("m", first).With("n", second),
        b =>
        {
            b.Configure(o => (o.WarmUp, o.DefaultInstanceCount) = (false, 1))
                .AddEndpoint("s", e => e.AsSerial().AddContainer("a", "scripted", "m").AddContainer("b", "scripted", "n"));
            configure(b);
        },
        "m",
        "n");

    public static InferenceTensor Input() => InferenceTensor.Create<float>(1, 4);

    public static async Task InvokeAsync(this TestServer server, InferenceRequest request, CancellationToken token = default)
    {
        using InferenceResponse response = await server.Server.InvokeAsync(request, token);
    }

    public static async Task<Exception?> ErrorOfAsync(this TestServer server, InferenceRequest request, CancellationToken token = default) =>
        await Record.ExceptionAsync(() => server.InvokeAsync(request, token));
}
