namespace Mce.Conformance;

/// <summary>Many threads over one model, each with right answers.</summary>
public abstract class ConcurrencyConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    private const int Threads = 4;
    private const int Rounds = 20;

    [Fact]
    public void Execute_AnInstanceForEachThread_RightAnswers()
    {
        using IModel model = LoadModel();

        RunOnThreads(Threads, thread =>
        {
            using IModelInstance instance = model.CreateInstance();
            for (int round = 0; round < Rounds; round++) RunAndCheck(model, instance, BatchOf(thread + round));
        });
    }

    [Fact]
    public void Execute_AsManyThreadsAsAnInstanceBears_RightAnswers()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();

        RunOnThreads(Math.Min(Threads, model.MaxConcurrency), thread =>
        {
            for (int round = 0; round < Rounds; round++) RunAndCheck(model, instance, BatchOf(thread + round));
        });
    }

    [Fact]
    public void Execute_WhileOthersLoadAndDispose_RightAnswers()
    {
        using IModel model = LoadModel();

        RunOnThreads(Threads, thread =>
        {
            using IModelInstance instance = model.CreateInstance();
            for (int round = 0; round < Rounds; round++)
            {
                if (thread % 2 == 0)
                {
                    RunAndCheck(model, instance, BatchOf(round));
                    continue;
                }

                if (round % 4 != 0) continue;
                using IModel other = LoadModel();
                using IModelInstance otherInstance = other.CreateInstance();
                RunAndCheck(other, otherInstance, BatchOf(round));
            }
        });
    }

    [Fact]
    public void Execute_AlternatingThreads_RightAnswers()
    {
        // A replica is not bound to a thread: each call may come from another one.
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        for (int round = 0; round < 6; round++) RunOnThreads(1, _ => RunAndCheck(model, instance, BatchOf(round)));
    }

    private int BatchOf(int number) => Fixture.Model.BatchSizes[number % Fixture.Model.BatchSizes.Count];
}
