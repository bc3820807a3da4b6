namespace Mce.Core.Tests.Server;

using Mce.Testing;

/// <summary>A scaling and a live change that meet.</summary>
public sealed class ScaleDuringChangeTests
{
    [Fact]
    public async Task ScaleAsync_ContainerIsReplacedMeanwhile_TheOneThatServesThenIsScaled()
    {
        var gate = new Gate();
        gate.Open();
        await using MceTestServer server = await MceTestServer.StartAsync(test =>
        {
            test.AddModel("old", new ScriptedModel().WaitsAt(gate)).AddModel("new", new ScriptedModel());
            test.Server.Configure(o => o.WarmUp = true);
            test.AddEndpoint("e", e => e.AddContainer("c", MceTestServer.Framework, "old", c => c.WithInstances(1, 5, 1)));
        });
        gate.Close();
        int before = gate.Entered;

        // The first of the new replicas hangs in its warm-up while its container is replaced.
        Task scaling = server.Server.ScaleAsync("e", "c", 4);
        await gate.EnteredAsync(before + 1);
        await server.Server.ApplyAsync(server.Server.Topology.With("e", e => e.AddContainer("c", MceTestServer.Framework, "new", c => c.WithInstances(1, 5, 1))));
        gate.Open();
        await scaling;

        Assert.Equal((4, 4), (Requests.Sample(server).Replicas, Requests.Sample(server).Desired));
    }
}
