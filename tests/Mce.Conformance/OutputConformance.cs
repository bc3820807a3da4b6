namespace Mce.Conformance;

/// <summary>Whose memory outputs lie in, and how long they live.</summary>
public abstract class OutputConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    [Fact]
    public unsafe void Execute_PreallocatedOutputs_FilledInPlace()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        foreach (int batch in Fixture.Model.BatchSizes)
        {
            using ConformanceCase test = Fixture.Model.CreateCase(batch);
            ModelExecutionContext context = test.CreateContext(model.Signature);
            InferenceTensor?[] given = Preallocate(model, instance, test, context);

            instance.Execute(context);
            InferenceTensor[] taken = ConformanceCase.TakeOutputs(context);

            test.Check(model.Signature, taken, Fixture.Model.Tolerance);
            for (int slot = 0; slot < given.Length; slot++)
            {
                if (given[slot] is not { } own) continue;
                Assert.Same(own, taken[slot]);
                Assert.False(own.IsDisposed, "Preallocated memory belongs to the caller.");
            }

            Assert.All(taken, o => o.Dispose());
        }
    }

    [Fact]
    public void Execute_PreallocatedOutputOfOtherShape_RefusedAndInstanceUsable()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        foreach ((string name, InferenceTensor expected) in test.Outputs)
        {
            foreach (long[] shape in OtherShapes(expected.Dimensions))
            {
                ModelExecutionContext context = test.CreateContext(model.Signature);
                using InferenceTensor wrong = InferenceTensor.Create(expected.ElementType, shape);
                context.SetPreallocatedOutput(model.Signature.FindOutput(name), wrong);

                AssertError(MceErrorCodes.TensorShapeMismatch, name, () => instance.Execute(context));
                Assert.False(wrong.IsDisposed, "Preallocated memory belongs to the caller.");
                context.Reset();
                RunAndCheck(model, instance);
            }
        }
    }

    [Fact]
    public void Execute_DirtyAllocatorMemory_RightAnswers()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        var allocator = new DirtyAllocator();

        foreach (int batch in Fixture.Model.BatchSizes) RunAndCheck(model, instance, batch, allocator);

        Assert.All(allocator.Slots, s => Assert.InRange(s, 0, model.Signature.Outputs.Length - 1));
    }

    [Fact]
    public void Execute_AllocatorFails_ErrorPassesAndInstanceUsable()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        var allocator = new DirtyAllocator();
        RunAndCheck(model, instance, allocator: allocator);
        bool used = allocator.Slots.Count > 0;

        allocator.Failure = new MceException(MceErrorCodes.Overloaded, "No memory left.");
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        ModelExecutionContext context = test.CreateContext(model.Signature, allocator);
        Exception? thrown = Record.Exception(() => instance.Execute(context));
        context.Reset();

        Assert.Same(used ? allocator.Failure : null, thrown);
        RunAndCheck(model, instance);
    }

    [Fact]
    public void Outputs_AfterTheNextCall_StillTheirOwn()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        ModelExecutionContext context = test.CreateContext(model.Signature);
        instance.Execute(context);
        InferenceTensor[] outputs = ConformanceCase.TakeOutputs(context);

        foreach (int batch in Fixture.Model.BatchSizes) RunWithZeroedInputs(model, instance, batch);

        test.Check(model.Signature, outputs, Fixture.Model.Tolerance);
        Assert.All(outputs, o => o.Dispose());
    }

    [Fact]
    public void Outputs_AfterInputsInstanceAndModelAreGone_StillReadable()
    {
        ConformanceModel definition = Fixture.Model;
        using ConformanceCase expectation = definition.CreateCase(definition.BatchSizes[0]);
        IModel model = LoadModel();
        IModelInstance instance = model.CreateInstance();
        InferenceTensor[] outputs;
        using (ConformanceCase test = definition.CreateCase(definition.BatchSizes[0]))
        {
            ModelExecutionContext context = test.CreateContext(model.Signature);
            instance.Execute(context);
            outputs = ConformanceCase.TakeOutputs(context);
        }

        ModelSignature signature = model.Signature;
        instance.Dispose();
        model.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        expectation.Check(signature, outputs, definition.Tolerance);
        Assert.All(outputs, o => o.Dispose());
    }

    // The shapes of outputs that the case says nothing about come from a first run.
    private static unsafe InferenceTensor?[] Preallocate(IModel model, IModelInstance instance, ConformanceCase test, ModelExecutionContext context)
    {
        ModelExecutionContext probe = test.CreateContext(model.Signature);
        instance.Execute(probe);
        InferenceTensor[] shapes = ConformanceCase.TakeOutputs(probe);
        InferenceTensor?[] given = [.. shapes.Select(s => InferenceTensor.Create(s.ElementType, s.Dimensions))];
        for (int slot = 0; slot < given.Length; slot++)
        {
            InferenceTensor memory = given[slot]!;
            new Span<byte>(memory.ElementCount == 0 ? null : memory.DangerousGetAddress(), (int)memory.ByteLength).Fill(0xCD);
            context.SetPreallocatedOutput(slot, memory);
            shapes[slot].Dispose();
        }

        return given;
    }

    private void RunWithZeroedInputs(IModel model, IModelInstance instance, int batch)
    {
        using ConformanceCase zeros = Fixture.Model.CreateCase(batch);
        zeros.ReplaceInputs(t => InferenceTensor.Create(t.ElementType, t.Dimensions));
        ModelExecutionContext context = zeros.CreateContext(model.Signature);
        instance.Execute(context);
        context.Reset();
    }

    private static IEnumerable<long[]> OtherShapes(ReadOnlySpan<long> dimensions)
    {
        if (dimensions.IsEmpty) return [[1], [2]];
        long[] longer = dimensions.ToArray(), shorter = dimensions.ToArray(), rank = [1, .. dimensions];
        longer[0]++;
        shorter[^1] = Math.Max(0, shorter[^1] - 1);
        return dimensions[^1] == 0 ? [longer, rank] : [longer, shorter, rank];
    }
}
