using Mce.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Worker;

namespace Mce.Worker.Tests;

/// <summary>The worker in this process, over a model that does as the test says.</summary>
public sealed class DigitWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedModel _model = new ScriptedModel()
        .WithSignature(new ModelSignature(
            [new TensorSpec("pixels", TensorElementType.Float32, [1, 64])],
            [new TensorSpec("scores", TensorElementType.Float32, [1, 10])]))
        .Answers(0, 0, 0, 1, 0, 0, 0, 0, 0, 0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_WhileAnItemRuns_FinishesItAndBeginsNoOther()
    {
        var gate = new Gate();
        await using MceTestServer server = await StartServerAsync(_model.WaitsAt(gate));
        AddItems(3);
        using var folder = WorkFolder.Open(_folder.Path);
        using DigitWorker worker = Make(server.Server, folder, new WorkerOptions { Consumers = 1 });
        await worker.StartAsync(default);
        await gate.EnteredAsync();

        Task stop = worker.StopAsync(default);
        Assert.False(stop.IsCompleted);
        gate.Open();
        await stop;

        Assert.Equal(1, _model.Calls);
        Assert.Single(_folder.ReadResults());
        Assert.Equal(2, TemporaryFolder.NamesIn(_folder.Inbox).Length);
    }

    [Fact]
    public async Task Run_ModelNeverInTime_GivesUpAfterTheAttemptsWithOneResult()
    {
        await using MceTestServer server = await StartServerAsync(_model.Fails(with: () => new MceException(MceErrorCodes.DeadlineExceeded, "late", isTransient: true)));
        AddItems(1);
        using var folder = WorkFolder.Open(_folder.Path);
        using DigitWorker worker = Make(server.Server, folder, new WorkerOptions { Consumers = 1, Once = true, MaxAttempts = 3 });
        await worker.StartAsync(default);

        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await _model.CalledAsync(attempt);
            await AdvanceUntilAsync(() => _model.Calls > attempt || worker.ExecuteTask!.IsCompleted);
        }

        await worker.ExecuteTask!;
        string result = Assert.Single(_folder.ReadResults()).Value;
        Assert.Contains(MceErrorCodes.DeadlineExceeded, result, StringComparison.Ordinal);
        Assert.Contains("\"attempts\": 3", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EngineOverloaded_WaitsAndAnswersEveryItem()
    {
        // One slot, no queue, four consumers: the engine must refuse while the gate is shut.
        var gate = new Gate();
        await using MceTestServer server = await StartServerAsync(_model.WaitsAt(gate));
        AddItems(12);
        using var folder = WorkFolder.Open(_folder.Path);
        var counting = new CountingServer(server.Server, refusals: 3);
        using DigitWorker worker = Make(counting, folder, new WorkerOptions { Consumers = 4, QueueLength = 1, Once = true, MaxAttempts = 1 });
        await worker.StartAsync(default);
        await gate.EnteredAsync();
        await counting.RefusedAsync();

        gate.Open();
        await AdvanceUntilAsync(() => worker.ExecuteTask!.IsCompleted);

        await worker.ExecuteTask!;
        Dictionary<string, string> results = _folder.ReadResults();
        Assert.Equal(12, results.Count);
        Assert.All(results.Values, r => Assert.Contains("\"digit\": 3", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ItemAnsweredByAKilledWorker_IsPutAsideUnread()
    {
        await using MceTestServer server = await StartServerAsync(_model);
        AddItems(1);
        File.WriteAllText(Path.Combine(_folder.Results, "0.csv.json"), "the first");
        File.WriteAllText(Path.Combine(_folder.Results, "1.csv.json.part"), "half");
        using var folder = WorkFolder.Open(_folder.Path);
        using DigitWorker worker = Make(server.Server, folder, new WorkerOptions { Once = true });

        await worker.StartAsync(default);
        await worker.ExecuteTask!;

        Assert.Equal(0, _model.Calls);
        Assert.Equal(["0.csv"], TemporaryFolder.NamesIn(_folder.Done));
        Assert.Equal("the first", Assert.Single(_folder.ReadResults()).Value);
        Assert.Equal(["0.csv.json"], TemporaryFolder.NamesIn(_folder.Results));
    }

    [Fact]
    public void Answer_ResultThatStands_IsNeverReplaced()
    {
        using var folder = WorkFolder.Open(_folder.Path);
        folder.Answer("a.csv", "first"u8.ToArray());

        Assert.Throws<IOException>(() => folder.Answer("a.csv", "second"u8.ToArray()));
        Assert.Equal("first", _folder.ReadResults()["a.csv.json"]);
    }

    private void AddItems(int count)
    {
        for (int i = 0; i < count; i++) _folder.Add($"{i}.csv", Digits.Csv(i));
    }

    private static Task<MceTestServer> StartServerAsync(ScriptedModel model) => MceTestServer.StartAsync(test => test
        .AddModel("digits.onnx", model)
        .AddEndpoint("digits", e => e.AddContainer("onnx", MceTestServer.Framework, "digits.onnx", c => c.WithInstances(1).WithMaxQueueLength(0))));

    private DigitWorker Make(IInferenceServer server, WorkFolder folder, WorkerOptions options)
    {
        var inbox = new Inbox(folder, options, _time, NullLogger<Inbox>.Instance);
        var processor = new ItemProcessor(server, folder, options, _time, NullLogger<ItemProcessor>.Instance);
        return new DigitWorker(inbox, processor, options, new NoLifetime(), NullLogger<DigitWorker>.Instance);
    }

    /// <summary>The clock goes on, a tick at a time, until it is so: who waits on it may begin to at any moment.</summary>
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    /// <summary>Tells when the server has refused so many requests.</summary>
    private sealed class CountingServer(IInferenceServer server, int refusals) : IInferenceServer
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = refusals;

        public ModelSignature GetSignature(InferenceRequest request) => server.GetSignature(request);

        public Task RefusedAsync() => _enough.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public async ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default)
        {
            try
            {
                return await server.InvokeAsync(request, cancellationToken);
            }
            catch (MceException e) when (e.Code == MceErrorCodes.Overloaded)
            {
                if (Interlocked.Decrement(ref _left) == 0) _enough.SetResult();
                throw;
            }
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
