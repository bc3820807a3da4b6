namespace Mce.Core.Tests.Server;

/// <summary>Memory of a caller's making throws when it is freed, at the end of a call that held it last.</summary>
public sealed class FailingMemoryTests
{
    [Theory]
    [InlineData(InvocationMode.Direct)]
    [InlineData(InvocationMode.Serial)]
    public async Task Invoke_InputsMemoryThrowsWhenFreed_ReplicaTakesTheNextCall(InvocationMode mode)
    {
        InferenceTensor? given = null;
        ScriptedModel first = ScriptedModel.Add(1), second = ScriptedModel.Add(1, "y", "z");
        Action<ModelExecutionContext> add = first.OnExecute;
        first.OnExecute = context =>
        {
            add(context);
            given?.Dispose(); // the call holds the last count now
        };
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", first).With("two", second),
            b => b.Configure(o => o.WarmUp = false).AddEndpoint("e", e =>
            {
                if (mode == InvocationMode.Serial) e.AsSerial();
                e.AddContainer("c", "scripted", "one", c => c.WithInstances(1).WithMaxQueueLength(0));
                if (mode == InvocationMode.Serial) e.AddContainer("d", "scripted", "two", c => c.WithInstances(1).WithMaxQueueLength(0));
            }),
            "one",
            "two");
        var memory = new CountingMemory(16) { OnFree = () => throw new InvalidOperationException("freed") };
        given = InferenceTensor.FromMemory(TensorElementType.Float32, [1, 4], memory);

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Server.InvokeAsync(Request(given)).AsTask());
        given = null;

        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        using InferenceResponse response = await server.Server.InvokeAsync(Request(x));
        Assert.True(memory.IsFreed);
        Assert.All(server.Server.Endpoints[0].Containers, c => Assert.Equal(0, server.Server.SampleOf("e", c.Name).Running));

        InferenceRequest Request(InferenceTensor input) => new("e") { TargetContainer = mode == InvocationMode.Direct ? "c" : null, Inputs = { ["x"] = input } };
    }
}
