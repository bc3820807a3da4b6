using Mce.Cli.Checking;

namespace Mce.Cli.Tests.Checking;

public sealed class CaseGateTests : IDisposable
{
    private const long Large = 65L << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly CaseGate _gate = new();

    public void Dispose()
    {
        _gate.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("m", 1_000, null, false)]
    [InlineData("m", Large, null, true)]
    [InlineData("m", 1_000, "m.data", true)]
    [InlineData("m", 1_000, "m_data", true)]
    [InlineData("m", 1_000, "n.data", false)]
    [InlineData(".", 1_000, null, true)]
    [InlineData("none", 1_000, null, false)]
    public void IsLarge_ByTheFilesThere_TellsWhatMustRunAlone(string model, long bytes, string? weights, bool expected)
    {
        Create("m", bytes);
        if (weights is not null) Create(weights, Large);

        Assert.Equal(expected, CaseGate.IsLarge(_folder.At(model)));
    }

    [Theory]
    [InlineData("small", "small", false)]
    [InlineData("small", "large", true)]
    [InlineData("large", "small", true)]
    [InlineData("large", "large", true)]
    public void Enter_BesideAnother_WaitsIfOneIsLarge(string first, string second, bool expected)
    {
        Create("small", 1);
        Create("large", Large);
        using var arrived = new ManualResetEventSlim();
        bool waited = false;
        var other = new Thread(() =>
        {
            _gate.Enter(Case(second), () =>
            {
                waited = true;
                arrived.Set();
            });
            arrived.Set();
            _gate.Leave();
        });

        // The gate knows who is inside by the thread.
        _gate.Enter(Case(first), () => Assert.Fail("Nobody is inside."));
        other.Start();
        arrived.Wait(CancellationToken.None);
        _gate.Leave();
        other.Join();

        Assert.Equal(expected, waited);
    }

    private CheckCase Case(string model) => new() { Name = model, Model = _folder.At(model), Inputs = [], Outputs = [] };

    // Without content: it takes no room.
    private void Create(string name, long bytes)
    {
        using FileStream file = File.Create(_folder.At(name));
        file.SetLength(bytes);
    }
}
