using Mce.Soak.Services;

namespace Mce.Soak.Runs;

/// <summary>Changes the server's topology, again and again. For one task.</summary>
internal sealed class Changer(MceServer server, World world, Tally tally, Random random)
{
    private readonly Dictionary<Service, int> _versions = world.Services.ToDictionary(s => s, s => s.Ledger.Latest);

    public Task ChangeAsync() => random.Next(20) switch
    {
        0 => ApplyBrokenAsync(),
        1 => ApplyAsync([]), // the same once more: nothing may happen
        < 6 => ApplyAsync(random.GetItems([.. world.Services], 1 + random.Next(world.Services.Count)).Distinct()),
        _ => ApplyAsync([world.Services[random.Next(world.Services.Count)]]),
    };

    private async Task ApplyAsync(IEnumerable<Service> changed)
    {
        Service[] services = [.. changed];
        foreach (Service service in services)
        {
            bool leaves = service.ComesAndGoes && _versions[service] != Ledger.Absent && random.Next(3) == 0;
            _versions[service] = leaves ? Ledger.Absent : service.NextVersion();
            service.Ledger.Begin(_versions[service]);
        }

        try
        {
            await server.ApplyAsync(world.Configure(_versions));
            tally.Count(Event.Changed);
        }
        catch (Exception e)
        {
            tally.Fault(Event.Failed, $"a change: {e}");
        }

        foreach (Service service in services) service.Ledger.Complete();
    }

    // Whatever else a broken change would change must stay as it is: the ledgers aren't told.
    private async Task ApplyBrokenAsync()
    {
        TopologyConfig next = world.Configure(_versions.ToDictionary(v => v.Key, v => v.Value == Ledger.Absent ? Ledger.Absent : (v.Value + 1) % v.Key.Versions));
        var broken = new ContainerConfig { Name = "broken", Framework = "scripted", ModelPath = "models/digits.onnx", Settings = new BackendSettings([new("Broken", "true")]) };
        if (random.Next(2) == 0) broken = broken with { ModelPath = "models/there-is-none.onnx" };
        EndpointConfig endpoint = new() { Name = "broken", Mode = InvocationMode.Direct, Containers = [broken] };
        try
        {
            await server.ApplyAsync(next.With(endpoint));
            tally.Fault(Event.Failed, "a broken change was made.");
        }
        catch (MceException e) when (e.Code == MceErrorCodes.ConfigurationInvalid)
        {
            tally.Count(Event.Refused);
        }
        catch (Exception e)
        {
            tally.Fault(Event.Failed, $"a broken change ended with another error: {e}");
        }
    }
}
