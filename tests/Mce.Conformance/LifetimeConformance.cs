namespace Mce.Conformance;

/// <summary>Disposal in every order, use afterwards, and use after a failure.</summary>
public abstract class LifetimeConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    [Fact]
    public void Dispose_InstanceAndModelTwice_Safe()
    {
        IModel model = LoadModel();
        IModelInstance instance = model.CreateInstance();
        RunAndCheck(model, instance);

        instance.Dispose();
        instance.Dispose();
        model.Dispose();
        model.Dispose();
    }

    [Fact]
    public void Execute_InstanceDisposed_Throws()
    {
        using IModel model = LoadModel();
        IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        ModelExecutionContext context = test.CreateContext(model.Signature);
        instance.Dispose();

        Assert.Throws<ObjectDisposedException>(() => instance.Execute(context));
    }

    [Fact]
    public void CreateInstance_ModelDisposed_Throws()
    {
        IModel model = LoadModel();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.CreateInstance().Dispose());
    }

    [Fact]
    public void Load_BackendDisposed_Throws()
    {
        IBackend backend = Fixture.CreateInitializedBackend();
        backend.Dispose();

        Assert.Throws<ObjectDisposedException>(() => backend.Load(Fixture.Model.Source, CancellationToken.None).Dispose());
    }

    [Fact]
    public void Dispose_OneInstance_LeavesTheOthersWorking()
    {
        using IModel model = LoadModel();
        using IModelInstance kept = model.CreateInstance();
        IModelInstance dropped = model.CreateInstance();
        RunAndCheck(model, dropped);
        dropped.Dispose();

        RunAndCheck(model, kept);
    }

    [Fact]
    public void Load_ManyTimes_EachWorks()
    {
        for (int i = 0; i < 8; i++)
        {
            using IModel model = LoadModel();
            using IModelInstance instance = model.CreateInstance();
            RunAndCheck(model, instance);
        }
    }

    [Fact]
    public void Execute_AfterAFailedCall_RightAnswers()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        if (Fixture.Model.CreateFailingCase is { } createFailing)
        {
            using ConformanceCase failing = createFailing();
            ModelExecutionContext context = failing.CreateContext(model.Signature);
            var error = Assert.Throws<MceException>(() => instance.Execute(context));
            Assert.Contains(error.Code, new[] { MceErrorCodes.ModelFailed, MceErrorCodes.TensorShapeMismatch, MceErrorCodes.TensorInvalid });
            context.Reset();
        }

        RunAndCheck(model, instance);
    }
}
