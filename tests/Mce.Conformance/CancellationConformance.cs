using System.Diagnostics;

namespace Mce.Conformance;

/// <summary>Cancellation before and during a call, and life after it.</summary>
public abstract class CancellationConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    [Fact]
    public void Execute_TokenAlreadyCancelled_ThrowsAndInstanceUsable()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        ModelExecutionContext context = test.CreateContext(model.Signature);
        context.CancellationToken = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => instance.Execute(context));
        context.Reset();

        RunAndCheck(model, instance);
    }

    [Fact]
    public void Execute_TokenCancelledAfterTheCall_NextCallUnharmed()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        for (int round = 0; round < 10; round++)
        {
            using var source = new CancellationTokenSource();
            using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
            ModelExecutionContext context = test.CreateContext(model.Signature);
            context.CancellationToken = source.Token;
            instance.Execute(context);
            context.Reset();
            source.Cancel();

            RunAndCheck(model, instance);
        }
    }

    [Fact]
    public void Capabilities_CancelsWhileRunning_ComesWithASlowModel()
    {
        using IModel model = LoadModel();
        bool claimed = model.Capabilities.HasFlag(ModelCapabilities.CancelsWhileRunning);

        Assert.True(claimed == Fixture.SlowModel is not null, claimed
            ? "The model claims CancelsWhileRunning: give a SlowModel, so that the claim is tested."
            : "There is a SlowModel, but the model doesn't claim CancelsWhileRunning.");
    }

    [Fact]
    public void Execute_TokenCancelledWhileRunning_StopsEarlyWhereClaimed()
    {
        if (Fixture.SlowModel is not { } definition) return; // The test above refuses a claim without a slow model.

        using IModel model = Fixture.Backend.Load(definition.Source, CancellationToken.None);
        using IModelInstance instance = model.CreateInstance();
        TimeSpan whole = RunSlow(definition, model, instance, CancellationToken.None);
        Assert.True(whole.TotalMilliseconds > 100, $"The slow model ran {whole.TotalMilliseconds:F0} ms: make it slower.");

        // A stall of the machine can let the model finish before the cancellation comes: that says nothing, so it gets more tries.
        const int Tries = 5;
        int finished = 0;
        while (finished < Tries && !StopsEarly(definition, model, instance, whole)) finished++;

        Assert.True(finished < Tries, $"Cancelled a fifth of the way through {whole.TotalMilliseconds:F0} ms, the model ran to its end {Tries} times.");
        RunSlow(definition, model, instance, CancellationToken.None);
    }

    private static bool StopsEarly(ConformanceModel definition, IModel model, IModelInstance instance, TimeSpan whole)
    {
        using var source = new CancellationTokenSource();
        using var ended = new ManualResetEventSlim();
        // A thread of its own: a timer's callback would have to wait for a free thread of the pool.
        var canceller = new Thread(() =>
        {
            if (!ended.Wait(whole / 5)) source.Cancel();
        });
        long start = Stopwatch.GetTimestamp();
        canceller.Start();
        try
        {
            RunSlow(definition, model, instance, source.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetElapsedTime(start) < whole * 0.75;
        }
        finally
        {
            ended.Set();
            canceller.Join();
        }
    }

    private static TimeSpan RunSlow(ConformanceModel definition, IModel model, IModelInstance instance, CancellationToken token)
    {
        using ConformanceCase test = definition.CreateCase(1);
        ModelExecutionContext context = test.CreateContext(model.Signature);
        context.CancellationToken = token;
        long start = Stopwatch.GetTimestamp();
        instance.Execute(context);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        InferenceTensor[] outputs = ConformanceCase.TakeOutputs(context);
        test.Check(model.Signature, outputs, definition.Tolerance);
        Assert.All(outputs, o => o.Dispose());
        return took;
    }
}
