namespace Mce.Conformance;

/// <summary>The root of the suites. Every class that derives from it directly is a suite that each plugin inherits.</summary>
public abstract class ConformanceSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : ConformanceFixture
{
    /// <summary>The plugin's own part.</summary>
    protected TFixture Fixture { get; } = fixture;

    /// <summary>Loads the fixture's model.</summary>
    protected IModel LoadModel() => Fixture.Backend.Load(Fixture.Model.Source, CancellationToken.None);

    /// <summary>Runs a case and checks the answers.</summary>
    protected void RunAndCheck(IModel model, IModelInstance instance, int? batch = null, OutputAllocator? allocator = null)
    {
        using ConformanceCase test = Fixture.Model.CreateCase(batch ?? Fixture.Model.BatchSizes[0]);
        RunAndCheck(model, instance, test, allocator);
    }

    /// <summary>Runs a case and checks the answers.</summary>
    protected void RunAndCheck(IModel model, IModelInstance instance, ConformanceCase test, OutputAllocator? allocator = null)
    {
        ModelExecutionContext context = test.CreateContext(model.Signature, allocator);
        instance.Execute(context);
        InferenceTensor[] outputs = ConformanceCase.TakeOutputs(context);
        test.Check(model.Signature, outputs, Fixture.Model.Tolerance);
        foreach (InferenceTensor output in outputs) output.Dispose();
    }

    /// <summary>Asserts an error of the library: the code, and a message that names the text.</summary>
    protected static MceException AssertError(string code, string mentions, Action action)
    {
        var error = Assert.Throws<MceException>(action);
        Assert.Equal(code, error.Code);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>Runs an action on threads of their own that start together; throws what the first of them threw.</summary>
    protected static void RunOnThreads(int count, Action<int> action)
    {
        var errors = new Exception?[count];
        using var gate = new Barrier(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            gate.SignalAndWait();
            try
            {
                action(i);
            }
            catch (Exception e)
            {
                errors[i] = e;
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (errors.OfType<Exception>().ToArray() is { Length: > 0 } thrown) throw new AggregateException(thrown);
    }
}
