using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Watching;

/// <summary>A configuration section that changes under a running server.</summary>
public sealed class ConfigurationReloadTests : IDisposable
{
    private const string Container = "Mce:Endpoints:e:Containers:0:";

    private readonly FakeTimeProvider _time = new();
    private readonly Messages _log = new();
    private readonly IConfigurationRoot _root = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Mce:Endpoints:e:Mode"] = "Direct",
        [Container + "Name"] = "c",
        [Container + "Framework"] = "scripted",
        [Container + "ModelPath"] = "m",
        [Container + "InstanceCount"] = "1",
    }).Build();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Reload_ManyMistakes_ReportsAllAtOnceAndTheLastGoodWorldGoesOn()
    {
        await using TestServer server = await StartAsync();
        TopologyConfig before = server.Server.Topology;

        Change(
            ("Nonsense", "1"),
            ("MinInstanceCount", "5"),
            ("MaxInstanceCount", "2"),
            ("Timeout", "-00:00:01"),
            ("Scaling:ScaleInCooldown", "-00:00:01"),
            ("Scaling:Policies:0:Metric", "lag"),
            ("Scaling:Policies:0:TargetValue", "NaN"));
        string error = await _log.NextAsync("can't be applied");

        Assert.Contains("has 7 mistakes", error, StringComparison.Ordinal);
        foreach (string mistake in (string[])
        [
            $"'{Container}Nonsense' is unknown here",
            "InstanceCount is 1, below MinInstanceCount, which is 5",
            "MinInstanceCount is 5, above MaxInstanceCount, which is 2",
            "Timeout is -00:00:01",
            "ScaleInCooldown is -00:00:01",
            "the metric 'lag', which doesn't exist",
            $"'{Container}Scaling:Policies:0:TargetValue' is 'NaN'",
        ])
            Assert.Contains(mistake, error, StringComparison.Ordinal);
        Assert.Same(before, server.Server.Topology);
        Assert.True(server.Server.IsReady);
    }

    [Fact]
    public async Task Reload_MistakeMended_IsApplied()
    {
        await using TestServer server = await StartAsync();
        Change(("MaxQueueLength", "many"));
        await _log.NextAsync("can't be applied");

        Change(("MaxQueueLength", "7"));
        await _log.NextAsync("1 replaced");

        Assert.Equal(7, server.Server.Topology.Endpoints.Single().Containers.Single().MaxQueueLength);
    }

    [Fact]
    public async Task Reload_OptionsChanged_AreLeftAsTheyAreAndTheLogSaysSo()
    {
        await using TestServer server = await StartAsync();
        _root["Mce:Options:MaxQueueLength"] = "3";

        Change(("Timeout", "00:00:05"));
        await _log.NextAsync("count from the next start");
        await _log.NextAsync("1 replaced");

        Assert.Equal(TimeSpan.FromSeconds(5), server.Server.Topology.Endpoints.Single().Containers.Single().Timeout);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(
        new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
        b => b.Configure(o => o.WarmUp = false).UseTimeProvider(_time).UseLoggerFactory(_log).AddConfiguration(_root.GetSection("Mce")),
        "m");

    private void Change(params (string Key, string Value)[] values)
    {
        foreach ((string key, string value) in values) _root[Container + key] = value;
        _root.Reload();
        _time.Advance(TimeSpan.FromMilliseconds(250));
    }

    private sealed class Messages : ILoggerFactory, ILogger
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public async Task<string> NextAsync(string phrase)
        {
            await foreach (string line in _lines.Reader.ReadAllAsync())
            {
                if (line.Contains(phrase, StringComparison.Ordinal)) return line;
            }

            throw new InvalidOperationException("Unreachable: the channel stays open.");
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Writer.TryWrite($"{formatter(state, exception)} {exception?.Message}");

        public void Dispose() => _lines.Writer.TryComplete();
    }
}
