namespace Mce.Testing.Tests;

public sealed class ServerDescriptionTests
{
    [Fact]
    public async Task Of_PipelineWithMaps_SaysWhereEachInputComesFrom()
    {
        ModelSignature two = new(
            [new TensorSpec("left", TensorElementType.Float32, [TensorDimension.Dynamic("n")]), new TensorSpec("right", TensorElementType.Float32, [TensorDimension.Dynamic("n")])],
            [new TensorSpec("sum", TensorElementType.Float32, [TensorDimension.Dynamic("n")])]);
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddModel("a", new ScriptedModel())
            .AddModel("b", new ScriptedModel().WithSignature(two))
            .AddEndpoint("e", e => e.AsSerial().WithTimeout(TimeSpan.FromMilliseconds(1_500))
                .AddContainer("first", "scripted", "a", c => c.WithInstances(1))
                .AddContainer("second", "scripted", "b", c => c.WithInstances(2).Map("left", "y").Map("right", InputSource.Request("x")).WithTimeout(TimeSpan.FromSeconds(1)))));

        var description = ServerDescription.Of(server.Server);

        Assert.Equal(
            [new("left", "first.y"), new("right", "request.x")],
            description["e"]["second"].Wiring);
        Assert.Equal(
            """
            e: serial, at most 1.5 s (x: float32[n]) → (sum: float32[n])
              first: scripted 1.0.0, a, 1 replica, queue 1000
                (x: float32[n]) → (y: float32[n])
                x ← request.x
              second: scripted 1.0.0, b, 2 replicas, queue 1000, at most 1 s
                (left: float32[n], right: float32[n]) → (sum: float32[n])
                left ← first.y
                right ← request.x

            """.ReplaceLineEndings("\n"),
            description.ToString());
    }

    [Fact]
    public async Task Of_ScaledServer_SaysHowManyReplicasThereAreNow()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel(), c => c.WithInstances(0, 4, initial: 1));
        Assert.Equal((1, 0, 4), Replicas());

        await server.Server.ScaleAsync("e", "c", 3);

        Assert.Equal((3, 0, 4), Replicas());

        (int, int, int) Replicas()
        {
            DescribedContainer container = ServerDescription.Of(server.Server)["e"]["c"];
            return (container.Replicas, container.MinReplicas, container.MaxReplicas);
        }
    }

    [Fact]
    public async Task Indexer_UnknownName_ListsThoseThereAre()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel());
        var description = ServerDescription.Of(server.Server);

        Assert.Contains("There are: e.", Assert.Throws<KeyNotFoundException>(() => description["nope"]).Message, StringComparison.Ordinal);
        Assert.Contains("It has: c.", Assert.Throws<KeyNotFoundException>(() => description["e"]["nope"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_ServerThatIsNotReady_IsEmpty()
    {
        await using MceTestServer server = MceTestServer.Create(_ => { });

        Assert.Equal("", ServerDescription.Of(server.Server).ToString());
    }
}
