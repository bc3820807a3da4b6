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

        using var source = new CancellationTokenSource(whole / 5);
        long start = Stopwatch.GetTimestamp();
        Assert.ThrowsAny<OperationCanceledException>(() => RunSlow(definition, model, instance, source.Token));
        TimeSpan stopped = Stopwatch.GetElapsedTime(start);

        Assert.True(stopped < whole * 0.75, $"Cancelled at {whole.TotalMilliseconds / 5:F0} ms, stopped at {stopped.TotalMilliseconds:F0} ms of {whole.TotalMilliseconds:F0} ms.");
        RunSlow(definition, model, instance, CancellationToken.None);
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
