namespace Mce.Core.Tests.Server;

using System.Collections.Concurrent;
using Mce.Testing;

/// <summary>
/// A server whose models are exchanged all the time. Model number v adds v, so that an answer tells which one gave it, and a call may
/// be answered by any that served between its beginning and its end, and by no other.
/// </summary>
/// <remarks>
/// Endpoint <c>e</c> is direct with containers <c>a</c> and <c>b</c>, each with versions of its own. Endpoint <c>p</c> is serial: the
/// first step adds v, the second 4,096 v, both of the same version always: a request that saw two worlds would show it.
/// </remarks>
internal sealed class SwappedServer : IAsyncDisposable
{
    private const int Pace = 4_096; // the sum of both steps stays exact in a float up to version 4,000, where it begins again
    private const int LastVersion = 4_000;

    private readonly Version _a = new(), _b = new(), _p = new();
    private readonly List<Task> _drains = [];
    private readonly BlockingCollection<bool> _scalings = [];
    private readonly List<ScriptedModel> _models = [];
    private int _files;
    private int _queue = 1_000;
    private bool _hasExtra;

    private SwappedServer(MceTestServer test) => Test = test;

    public MceTestServer Test { get; }

    public static async Task<SwappedServer> StartAsync()
    {
        var swapped = new SwappedServer(MceTestServer.Create(test => test.Configure(o => o.MaxParallelLoads = 2)));
        await swapped.Test.Server.StartAsync();
        foreach (Version version in new[] { swapped._a, swapped._b, swapped._p }) swapped.Next(version);
        await swapped.Test.Server.ApplyAsync(swapped.Config());
        foreach (Version version in new[] { swapped._a, swapped._b, swapped._p }) version.Publish();
        return swapped;
    }

    /// <summary>One change at random, good or bad.</summary>
    public async Task ChangeAsync(Random random)
    {
        _drains.RemoveAll(d => d.IsCompleted);
        _scalings.Add(true);
        switch (random.Next(8))
        {
            case 0:
                await RefusedAsync();
                return;
            case 1:
                _queue = random.Next(900, 1_000); // the same weights under other settings
                break;
            case 2:
                _hasExtra = !_hasExtra; // everything else is kept
                break;
            case 3:
                Next(_a);
                Next(_b);
                Next(_p);
                break;
            default:
                Next(random.Next(3) switch { 0 => _a, 1 => _b, _ => _p });
                break;
        }

        _drains.Add((await Test.Server.ApplyAsync(Config())).Drained);
        _a.Publish();
        _b.Publish();
        _p.Publish();
    }

    public void EndScaling() => _scalings.CompleteAdding();

    /// <summary>Removes every endpoint, and waits until all that was ever loaded is gone.</summary>
    public async Task EmptyAsync()
    {
        _drains.Add((await Test.Server.ApplyAsync(new TopologyConfig([]))).Drained);
        await Task.WhenAll(_drains);
        // A container that fell asleep lets its model go a little later.
        await Task.WhenAll(_models.Where(m => m.Loads > 0).Select(m => m.DisposedAsync(m.Loads + m.Instances)));
    }

    /// <summary>Calls until it is told to stop.</summary>
    /// <returns>How many answers came, each of them right.</returns>
    public int Call(Random random, CancellationToken stop)
    {
        InferenceRequest[] kept = [Request("e", "a"), Request("e", "b"), Request("p", null)];
        int answers = 0;
        while (!stop.IsCancellationRequested)
        {
            int which = random.Next(3);
            Version version = which switch { 0 => _a, 1 => _b, _ => _p };
            InferenceRequest request = random.Next(2) == 0 ? kept[which] : Request(kept[which].Endpoint, kept[which].TargetContainer);
            request.Priority = (RequestPriority)random.Next(-1, 2);
            request.Caller = random.Next(4) == 0 ? null : $"caller {random.Next(3)}";
            request.Timeout = random.Next(2) == 0 ? TimeSpan.FromDays(1) : null; // on a clock that stands still
            CancellationTokenSource? cancellation = random.Next(10) == 0 ? new CancellationTokenSource() : null;
            int x = random.Next(100);
            request.Inputs["x"].AsSpan<float>()[0] = x;
            int oldest = version.Published;
            try
            {
                ValueTask<InferenceResponse> call = Test.Server.InvokeAsync(request, cancellation?.Token ?? default);
                cancellation?.Cancel();
                using InferenceResponse response = call.AsTask().GetAwaiter().GetResult();
                int added = (int)response[0].AsReadOnlySpan<float>()[0] - x;
                int newest = version.Begun;
                int first = which == 2 ? added % Pace : added;
                if (which == 2 && added != first * (1 + Pace)) throw new InvalidOperationException($"The steps were of versions {first} and {added / Pace}.");
                if (!Version.IsBetween(oldest, first, newest)) throw new InvalidOperationException($"{request.Endpoint}/{request.TargetContainer} was answered by version {first}; {oldest} to {newest} served.");
                answers++;
            }
            catch (OperationCanceledException e) when (cancellation is not null && e.CancellationToken == cancellation.Token)
            {
                // As asked.
            }
        }

        return answers;
    }

    /// <summary>Sets a number of replicas, none included, beside each change, until <see cref="EndScaling"/>.</summary>
    /// <returns>How many scalings were made.</returns>
    public int Scale(Random random)
    {
        int scalings = 0;
        foreach (bool _ in _scalings.GetConsumingEnumerable())
        {
            (string endpoint, string container) = random.Next(4) switch { 0 => ("e", "a"), 1 => ("e", "b"), 2 => ("p", "one"), _ => ("p", "two") };
            try
            {
                Test.Server.ScaleAsync(endpoint, container, random.Next(4), CancellationToken.None).GetAwaiter().GetResult();
                scalings++;
            }
            catch (ObjectDisposedException)
            {
                // The container was exchanged meanwhile.
            }
        }

        return scalings;
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();

    private static InferenceRequest Request(string endpoint, string? container) =>
        new(endpoint) { TargetContainer = container, Inputs = { ["x"] = InferenceTensor.Create<float>(1) } };

    // A world that can't be built: its good part must leave no trace.
    private async Task RefusedAsync()
    {
        string good = $"good{++_files}", bad = $"bad{_files}";
        Add(good, new ScriptedModel());
        Add(bad, _files % 2 == 0 ? new ScriptedModel().FailsToLoad() : new ScriptedModel().FailsToMakeInstances(n => n == 2));
        MceException error = await Assert.ThrowsAsync<MceException>(() => Test.Server.ApplyAsync(Config()
            .With("bad", e => e.AddContainer("good", "scripted", good, c => c.WithInstances(2)).AddContainer("bad", "scripted", bad, c => c.WithInstances(2)))));
        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        Assert.Equal(0, Test.Backend[good].LiveLoads + Test.Backend[good].LiveInstances + Test.Backend[bad].LiveLoads + Test.Backend[bad].LiveInstances);
    }

    private void Next(Version version)
    {
        int number = version.Begin();
        version.File = $"m{++_files}";
        Add(version.File, new ScriptedModel().Maps(x => x + number));
        if (version != _p) return;
        version.Second = $"m{++_files}";
        Add(version.Second, new ScriptedModel().WithSignature("y", "z").Maps(x => x + (Pace * number)));
    }

    private void Add(string file, ScriptedModel model)
    {
        _models.Add(model);
        Test.AddModel(file, model);
    }

    private TopologyConfig Config()
    {
        int queue = _queue;
        TopologyConfig config = new TopologyConfig([])
            .With("e", e => e.AddContainer("a", "scripted", _a.File, Settings).AddContainer("b", "scripted", _b.File, Settings))
            .With("p", e => e.AsSerial().AddContainer("one", "scripted", _p.File, Settings).AddContainer("two", "scripted", _p.Second, Settings));
        return _hasExtra ? config.With("extra", e => e.AddContainer("a", "scripted", _a.File, Settings)) : config;

        void Settings(ContainerBuilder c) => c.WithInstances(0, 3, initial: 1).WithMaxQueueLength(queue);
    }

    /// <summary>Which versions of a model may answer now: from the last one published to the last one begun.</summary>
    private sealed class Version
    {
        private int _begun;
        private int _published;

        public string File { get; set; } = "";

        public string Second { get; set; } = "";

        public int Begun => Volatile.Read(ref _begun);

        public int Published => Volatile.Read(ref _published);

        // Numbers go round. Those between are few: one change is made at a time.
        public static bool IsBetween(int oldest, int number, int newest) => (number - oldest + LastVersion) % LastVersion <= (newest - oldest + LastVersion) % LastVersion;

        public int Begin()
        {
            Volatile.Write(ref _begun, (_begun % LastVersion) + 1);
            return _begun;
        }

        public void Publish() => Volatile.Write(ref _published, _begun);
    }
}
