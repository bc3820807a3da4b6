namespace Mce.Conformance;

/// <summary>Right answers, for every batch size and from every kind of input memory.</summary>
public abstract class AnswerConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    [Fact]
    public void Execute_EachBatchSize_RightAnswers()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();

        foreach (int batch in Fixture.Model.BatchSizes)
        {
            using ConformanceCase test = Fixture.Model.CreateCase(batch);
            Assert.True(test.Outputs.Count > 0, "A case without an expected output proves nothing.");
            RunAndCheck(model, instance, test);
        }

        // Once more, from the largest to the smallest: nothing of an earlier call may be left.
        foreach (int batch in Fixture.Model.BatchSizes.OrderDescending()) RunAndCheck(model, instance, batch);
    }

    [Fact]
    public void Execute_ContextUsedAgain_RightAnswers()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        ModelExecutionContext context = test.CreateContext(model.Signature);
        InferenceTensor?[] inputs = [.. Enumerable.Range(0, model.Signature.Inputs.Length).Select(context.GetInput)];

        for (int round = 0; round < 3; round++)
        {
            instance.Execute(context);
            InferenceTensor[] outputs = ConformanceCase.TakeOutputs(context);
            test.Check(model.Signature, outputs, Fixture.Model.Tolerance);
            Assert.All(outputs, o => o.Dispose());
            context.Reset();
            for (int slot = 0; slot < inputs.Length; slot++) context.SetInput(slot, inputs[slot]);
        }
    }

    [Fact]
    public void Execute_Inputs_LeftAsTheyWere()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);
        using ConformanceCase untouched = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);

        RunAndCheck(model, instance, test);

        Assert.All(test.Inputs, i => Assert.False(i.Value.IsDisposed, $"The input '{i.Key}' belongs to the caller and was disposed."));
        Assert.All(test.Inputs, i => TensorAssert.Equal(untouched.Inputs[i.Key], i.Value, name: i.Key));
    }

    [Fact]
    public void Execute_ReadOnlyInputs_RightAnswers() => RunWithInputs(TensorCopies.ReadOnly);

    [Fact]
    public void Execute_InputsInsideLongerTensors_RightAnswers() => RunWithInputs(TensorCopies.Inner);

    [Fact]
    public void Execute_StridedInputs_RightAnswersWhereClaimed()
    {
        using IModel model = LoadModel();
        bool claimed = model.Capabilities.HasFlag(ModelCapabilities.StridedInputs);
        RunWithInputs(claimed ? TensorCopies.Strided : t => t.ToContiguous());
    }

    [Fact]
    public void Signature_OtherTypeOrRank_Refused()
    {
        using IModel model = LoadModel();
        using ConformanceCase test = Fixture.Model.CreateCase(Fixture.Model.BatchSizes[0]);

        foreach ((string name, InferenceTensor input) in test.Inputs)
        {
            TensorSpec spec = model.Signature.Inputs[model.Signature.FindInput(name)];
            TensorElementType otherType = spec.ElementType == TensorElementType.Float64 ? TensorElementType.Int32 : TensorElementType.Float64;
            using InferenceTensor wrongType = InferenceTensor.Create(otherType, input.Dimensions);
            AssertError(MceErrorCodes.TensorTypeMismatch, name, () => spec.Validate(wrongType));
            if (!spec.HasRank) continue;

            using InferenceTensor wrongRank = InferenceTensor.Create(spec.ElementType, [.. input.Dimensions, 1L]);
            AssertError(MceErrorCodes.TensorShapeMismatch, name, () => spec.Validate(wrongRank));
        }
    }

    private void RunWithInputs(Func<InferenceTensor, InferenceTensor> replace)
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        foreach (int batch in Fixture.Model.BatchSizes)
        {
            using ConformanceCase test = Fixture.Model.CreateCase(batch);
            test.ReplaceInputs(replace);
            RunAndCheck(model, instance, test);
        }
    }
}
