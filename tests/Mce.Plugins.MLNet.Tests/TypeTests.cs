using Microsoft.ML;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Every column type there and back, keys, and what the signature makes of them.</summary>
public sealed class TypeTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Load_EveryType_HasTheDocumentedSignature()
    {
        using IModel model = Load(Models.Types);
        Assert.Equal(
            [
                "Boolean: boolean[batch]", "SByte: int8[batch]", "Int16: int16[batch]", "Int32: int32[batch]", "Int64: int64[batch]",
                "Byte: uint8[batch]", "UInt16: uint16[batch]", "UInt32: uint32[batch]", "UInt64: uint64[batch]", "Single: float32[batch]",
                "Double: float64[batch]", "Text: string[batch]", "DateTime: int64[batch]", "DateTimeOffset: int64[batch]", "TimeSpan: int64[batch]",
                "Key: uint32[batch]", "Matrix: float32[batch, 2, 3]", "Words: string[batch, 2]", "Open: int32[batch, ?]",
            ],
            model.Signature.Inputs.Select(i => i.ToString()));
        Assert.Equal(
            model.Signature.Inputs.Select(i => (i.Name + "Copy", i.ElementType)),
            model.Signature.Outputs.Select(o => (o.Name, o.ElementType)));
        Assert.Equal("[batch, 2, 3]", $"[{string.Join(", ", model.Signature.Outputs[16].Dimensions)}]");
    }

    [Theory]
    [InlineData("Rows", 1)]
    [InlineData("Rows", 3)]
    [InlineData("View", 3)]
    public void Execute_EveryType_ComesThroughUnchanged(string batch, int rows)
    {
        using IModel model = Load(Models.Types, ("Batch", batch));
        EveryType[] given = EveryType.Rows[^rows..];
        InferenceTensor Scalars<T>(Func<EveryType, T> select) => InferenceTensor.FromArray(given.Select(select).ToArray(), rows);
        InferenceTensor Vectors<T>(Func<EveryType, T[]> select, params long[] dimensions) => InferenceTensor.FromArray(given.SelectMany(select).ToArray(), [rows, .. dimensions]);
        InferenceTensor[] inputs =
        [
            Scalars(r => r.Boolean), Scalars(r => r.SByte), Scalars(r => r.Int16), Scalars(r => r.Int32), Scalars(r => r.Int64),
            Scalars(r => r.Byte), Scalars(r => r.UInt16), Scalars(r => r.UInt32), Scalars(r => r.UInt64), Scalars(r => r.Single),
            Scalars(r => r.Double), Scalars(r => r.Text), Scalars(r => r.DateTime.Ticks), Scalars(r => r.DateTimeOffset.UtcTicks), Scalars(r => r.TimeSpan.Ticks),
            Scalars(r => r.Key), Vectors(r => r.Matrix, 2, 3), Vectors(r => r.Words, 2), Vectors(r => r.Open, 2),
        ];

        InferenceTensor[] outputs = Run(model, inputs);

        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].ToString(), outputs[i].ToString());
            Assert.Equal(Elements(inputs[i]), Elements(outputs[i]));
        }

        IDataView reference = Transform(Models.Types, given);
        Assert.Equal(Column<DateTime>(reference, "DateTimeCopy").Select(d => d.Ticks), outputs[12].ToArray<long>());
        Assert.Equal(Column<DateTimeOffset>(reference, "DateTimeOffsetCopy").Select(d => d.UtcTicks), outputs[13].ToArray<long>());
        Assert.Equal(VectorColumn<float>(reference, "MatrixCopy"), outputs[16].ToArray<float>());
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    public void Execute_TicksThatAreNoDate_AreRefused(long ticks)
    {
        using IModel model = Load(Models.Types, ("Outputs", "DateTimeCopy"));
        Assert.Equal("(DateTime: int64[batch]) → (DateTimeCopy: int64[batch])", model.Signature.ToString());
        var e = Assert.Throws<MceException>(() => Run(model, InferenceTensor.FromArray([ticks], 1)));
        Assert.Equal(MceErrorCodes.TensorInvalid, e.Code);
    }

    [Fact]
    public void Execute_KeyOfText_GivesTheText()
    {
        using IModel model = Load(Models.Key);
        Assert.Equal("(Position: float32[batch, 2]) → (PredictedLabel: string[batch], Score: float32[batch, 3])", model.Signature.ToString());
        Place[] places = TrainedModels.Places();
        InferenceTensor[] outputs = Run(model, Positions(places));
        Assert.Equal(Column<string>(Transform(Models.MappedKey, places), "PredictedLabel"), outputs[0].ToArray<string>());
        Assert.Equal(VectorColumn<float>(Transform(Models.Key, places), "Score"), outputs[1].ToArray<float>());
        Assert.Equal("""["north, far","east","west"]""", model.Metadata.Properties["output.PredictedLabel.keys"]);
    }

    [Fact]
    public void Execute_KeyOfNumbers_GivesTheNumber()
    {
        using IModel model = Load(Models.NumberKey);
        Assert.Equal(TensorElementType.Int32, model.Signature.Outputs[0].ElementType);
        Place[] places = TrainedModels.Places();
        Assert.Equal(places.Select(p => p.Number), Run(model, Positions(places))[0].ToArray<int>());
        Assert.Equal("""["10","-20","30"]""", model.Metadata.Properties["output.PredictedLabel.keys"]);
        Assert.Equal("""["10","-20","30"]""", model.Metadata.Properties["output.Score.labels"]);
    }

    [Fact]
    public void Execute_KeysAsNumbers_GivesMLNetsOwn()
    {
        using IModel model = Load(Models.Key, ("Keys", "Numbers"));
        Place[] places = TrainedModels.Places();
        Assert.Equal(Column<uint>(Transform(Models.Key, places), "PredictedLabel"), Run(model, Positions(places))[0].ToArray<uint>());
    }

    [Fact]
    public void Execute_UnknownKey_GivesEmptyTextOrZero()
    {
        InferenceTensor text = InferenceTensor.FromArray(["never seen"], 1);
        using IModel values = Load(Models.Lookup);
        Assert.Equal([""], Run(values, text)[0].ToArray<string>());
        using IModel numbers = Load(Models.Lookup, ("Keys", "Numbers"));
        Assert.Equal([0u], Run(numbers, text)[0].ToArray<uint>());
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("View")]
    public void Execute_VectorOfKeys_GivesTheirValues(string batch)
    {
        using IModel model = Load(Models.WordKeys, ("Outputs", "Keys"), ("Batch", batch));
        Assert.Equal("(Text: string[batch]) → (Keys: string[batch, ?])", model.Signature.ToString());
        InferenceTensor keys = Run(model, InferenceTensor.FromArray(["great unseen plot", "the bad actor"], 2))[0];
        Assert.Equal([2, 3], keys.Dimensions);
        Assert.Equal(["great", "", "plot", "the", "bad", "actor"], keys.ToArray<string>());
    }

    [Fact]
    public void Load_ColumnThatNoTensorCarries_IsRefusedByName()
    {
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable<Numbered>([]);
        DataViewSchema schema = data.Schema;
        ITransformer copy = ml.Transforms.CopyColumns("IdCopy", "Id").Append(ml.Transforms.CopyColumns("NumberCopy", "Number")).Fit(data);

        using (var model = new MLNetModel(copy, schema, new ModelOptions(), default, null))
        {
            Assert.Equal("(Number: float32[batch]) → (NumberCopy: float32[batch])", model.Signature.ToString());
            Assert.Contains("IdCopy", model.Metadata.Properties["outputs.left_out"], StringComparison.Ordinal);
        }

        var e = Assert.Throws<MceException>(() => new MLNetModel(copy, schema, new ModelOptions { Outputs = ["IdCopy"] }, default, null));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains("'IdCopy' is of type DataViewRowId", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ScoreReplacedUnderItsName_IsStillAnOutput()
    {
        using IModel model = Load(Models.MappedKey);
        Assert.Equal("(Position: float32[batch, 2]) → (Score: float32[batch, 3], PredictedLabel: string[batch])", Ordered(model));
    }

    [Fact]
    public void Load_ColumnChangedInPlace_IsAnOutput()
    {
        using IModel model = Load(Models.Scale);
        Assert.Equal("(X: float32[batch, 4]) → (X: float32[batch, 4])", model.Signature.ToString());
        Point[] points = TrainedModels.Points();
        float[] data = [.. points.SelectMany(p => p.X)];
        Assert.Equal(VectorColumn<float>(Transform(Models.Scale, points), "X"), Run(model, InferenceTensor.FromArray(data, points.Length, 4))[0].ToArray<float>());
    }

    [Fact]
    public void Load_NamedOutputs_ComeInThatOrderWithTheInputsTheyNeed()
    {
        using IModel model = Load(Models.Numeric, ("Outputs", " Score, Features ,Label"));
        Assert.Equal(["Score", "Features", "Label"], model.Signature.Outputs.Select(o => o.Name));
        Assert.Equal(["X", "Label"], model.Signature.Inputs.Select(i => i.Name));
        InferenceTensor[] outputs = Run(model, InferenceTensor.FromArray([1f, 2, 3, 4], 1, 4), InferenceTensor.FromArray([42f], 1));
        Assert.Equal([42f], outputs[2].ToArray<float>());
    }

    [Fact]
    public void Load_Metadata_SaysWhatIsLeftOut()
    {
        using IModel model = Load(Models.Numeric);
        Assert.Equal("mlnet-zip", model.Metadata.Format);
        Assert.Equal("ML.NET 5.0.1", model.Metadata.Producer);
        Assert.Equal("Label (Single)", model.Metadata.Properties["inputs.unused"]);
        Assert.Equal("Features (Vector<Single, 4>)", model.Metadata.Properties["outputs.left_out"]);
    }

    private static InferenceTensor Positions(Place[] places) =>
        InferenceTensor.FromArray(places.SelectMany(p => p.Position).ToArray(), places.Length, 2);

    private static string Ordered(IModel model) =>
        new ModelSignature(model.Signature.Inputs, [.. model.Signature.Outputs.OrderByDescending(o => o.Name, StringComparer.Ordinal)]).ToString();

    private static object Elements(InferenceTensor tensor) => tensor.ElementType switch
    {
        TensorElementType.Boolean => tensor.ToArray<bool>(),
        TensorElementType.Int8 => tensor.ToArray<sbyte>(),
        TensorElementType.Int16 => tensor.ToArray<short>(),
        TensorElementType.Int32 => tensor.ToArray<int>(),
        TensorElementType.Int64 => tensor.ToArray<long>(),
        TensorElementType.UInt8 => tensor.ToArray<byte>(),
        TensorElementType.UInt16 => tensor.ToArray<ushort>(),
        TensorElementType.UInt32 => tensor.ToArray<uint>(),
        TensorElementType.UInt64 => tensor.ToArray<ulong>(),
        TensorElementType.Float32 => tensor.ToArray<float>(),
        TensorElementType.Float64 => tensor.ToArray<double>(),
        _ => tensor.ToArray<string>(),
    };
}
