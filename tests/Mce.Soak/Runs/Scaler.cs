using Mce.Soak.Services;

namespace Mce.Soak.Runs;

/// <summary>Changes how many replicas containers have, again and again. For one task.</summary>
internal sealed class Scaler
{
    private const int MostReplicas = 4;

    private readonly MceServer _server;
    private readonly Tally _tally;
    private readonly Random _random;
    private readonly (string Endpoint, string Container, int Least)[] _containers;

    public Scaler(MceServer server, World world, Tally tally, Random random)
    {
        (_server, _tally, _random) = (server, tally, random);
        _containers = [.. world.Services.Where(s => !s.ComesAndGoes).SelectMany(s => s.Configure(0).Select(c => (s.Endpoint, c.Name, s.LeastReplicas)))];
    }

    public async Task ScaleAsync()
    {
        (string endpoint, string container, int least) = _containers[_random.Next(_containers.Length)];
        try
        {
            await _server.ScaleAsync(endpoint, container, _random.Next(least, MostReplicas + 1));
            _tally.Count(Event.Scaled);
        }
        catch (Exception e)
        {
            _tally.Fault(Event.Failed, $"a scaling: {e}");
        }
    }
}
