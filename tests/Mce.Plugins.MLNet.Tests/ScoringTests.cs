using Microsoft.ML;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>The plugin's results are ML.NET's own, to the bit.</summary>
public sealed class ScoringTests(TrainedModels models) : ModelTestBase(models)
{
    [Theory]
    [InlineData("Rows", 1)]
    [InlineData("Rows", 6)]
    [InlineData("View", 1)]
    [InlineData("View", 6)]
    public void Execute_Text_EqualsTransform(string batch, int rows)
    {
        using IModel model = Load(Models.Text, ("Batch", batch));
        Assert.Equal("(Text: string[batch]) → (PredictedLabel: boolean[batch], Score: float32[batch], Probability: float32[batch])", model.Signature.ToString());
        string[] texts = Review.Texts[..rows];

        InferenceTensor[] outputs = Run(model, InferenceTensor.FromArray(texts, rows));

        IDataView expected = Transform(Models.Text, texts.Select(t => new Review { Text = t }));
        Assert.Equal(Column<bool>(expected, "PredictedLabel"), outputs[0].ToArray<bool>());
        Assert.Equal(Column<float>(expected, "Score"), outputs[1].ToArray<float>());
        Assert.Equal(Column<float>(expected, "Probability"), outputs[2].ToArray<float>());
    }

    [Fact]
    public void Execute_Text_EqualsPredictionEngine()
    {
        var ml = new MLContext();
        using PredictionEngine<Review, Verdict> engine = ml.Model.CreatePredictionEngine<Review, Verdict>(ml.Model.Load(Models.Text, out _));
        using IModel model = Load(Models.Text);
        using IModelInstance instance = model.CreateInstance();
        foreach (string text in Review.Texts.Concat(Review.Texts.Reverse()))
        {
            Verdict expected = engine.Predict(new Review { Text = text });
            InferenceTensor[] outputs = Run(model, instance, InferenceTensor.FromArray([text], 1));
            Assert.Equal((expected.PredictedLabel, expected.Score, expected.Probability), (outputs[0].ToArray<bool>()[0], outputs[1].ToArray<float>()[0], outputs[2].ToArray<float>()[0]));
        }
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_VectorInput_EqualsTransform(string batch)
    {
        using IModel model = Load(Models.Numeric, ("Batch", batch));
        Assert.Equal("(X: float32[batch, 4]) → (Score: float32[batch])", model.Signature.ToString());
        using IModelInstance instance = model.CreateInstance();
        Point[] points = TrainedModels.Points();
        float[] expected = Column<float>(Transform(Models.Numeric, points), "Score");
        foreach ((int start, int count) in new[] { (0, 200), (7, 1), (3, 2), (9, 1), (0, 200) })
        {
            float[] data = [.. points.Skip(start).Take(count).SelectMany(p => p.X)];
            Assert.Equal(expected.Skip(start).Take(count), Run(model, instance, InferenceTensor.FromArray(data, count, 4))[0].ToArray<float>());
        }
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_NoRows_GivesNoRows(string batch)
    {
        using IModel numeric = Load(Models.Numeric, ("Batch", batch));
        Assert.Equal([0], Run(numeric, InferenceTensor.Create<float>(0, 4))[0].Dimensions);
        using IModel tokens = Load(Models.Tokens, ("Batch", batch));
        Assert.Equal([0, 0], Run(tokens, InferenceTensor.Create<string>(0))[0].Dimensions);
    }

    [Fact]
    public void Execute_MissingNumber_EqualsTransform()
    {
        using IModel model = Load(Models.Numeric);
        float[] x = [1, float.NaN, 2, float.PositiveInfinity];
        float expected = Column<float>(Transform(Models.Numeric, [new Point { X = x }]), "Score")[0];
        Assert.Equal(expected, Run(model, InferenceTensor.FromArray(x, 1, 4))[0].ToArray<float>()[0]);
    }

    [Fact]
    public void Execute_NullText_CountsAsMissing()
    {
        using IModel model = Load(Models.Text);
        float empty = Run(model, InferenceTensor.FromArray([""], 1))[1].ToArray<float>()[0];
        Assert.Equal(empty, Run(model, InferenceTensor.FromArray(new string[1], 1))[1].ToArray<float>()[0]);
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_SparseOutput_IsDense(string batch)
    {
        using IModel model = Load(Models.Bag, ("Batch", batch));
        Assert.Equal("(Text: string[batch]) → (Bag: float32[batch, 256])", model.Signature.ToString());
        float[] expected = VectorColumn<float>(Transform(Models.Bag, Review.Texts.Select(t => new Review { Text = t })), "Bag");
        Assert.Contains(expected, v => v != 0);
        using InferenceTensor output = InferenceTensor.Create<float>(6, 256);
        output.AsSpan<float>().Fill(float.NaN);
        var context = new ModelExecutionContext(model.Signature);
        context.SetInput(0, InferenceTensor.FromArray(Review.Texts, 6));
        context.SetPreallocatedOutput(0, output);
        using IModelInstance instance = model.CreateInstance();
        instance.Execute(context);
        Assert.Equal(expected, output.ToArray<float>());
    }

    [Fact]
    public void Execute_OutputOfUnknownSize_TakesTheRowsLength()
    {
        using IModel model = Load(Models.Tokens);
        Assert.Equal("(Text: string[batch]) → (Words: string[batch, ?])", model.Signature.ToString());
        InferenceTensor words = Run(model, InferenceTensor.FromArray(["a bc d", "e f gh"], 2))[0];
        Assert.Equal([2, 3], words.Dimensions);
        Assert.Equal(["a", "bc", "d", "e", "f", "gh"], words.ToArray<string>());
    }

    [Fact]
    public void Execute_RowsOfDifferentLength_SaysSoAndStaysUsable()
    {
        using IModel model = Load(Models.Tokens);
        using IModelInstance instance = model.CreateInstance();
        var e = Assert.Throws<MceException>(() => Run(model, instance, InferenceTensor.FromArray(["a b", "c"], 2)));
        Assert.Equal(MceErrorCodes.ModelFailed, e.Code);
        Assert.Contains("'Words' differ in length: 2 in the first, 1 in row 1", e.Message, StringComparison.Ordinal);
        Assert.Equal(["c"], Run(model, instance, InferenceTensor.FromArray(["c"], 1))[0].ToArray<string>());
    }
}
