namespace Mce.Plugins.Torch.Tests;

/// <summary>Names, dimensions and types of signatures.</summary>
public sealed class SignatureTests(TorchFixture fixture) : IClassFixture<TorchFixture>
{
    [Theory]
    [InlineData("digits.pt2", "pixels", "output")]
    [InlineData("digits-head.pt2", "features", "output")]
    [InlineData("twoio.pt2", "tokens,x", "output_0,output_1")]
    [InlineData("views_out.pt2", "x", "same,turned,weight,twice,again")]
    [InlineData("nested.pt2", "x", "logits,extra.hidden,extra.norms.0,extra.norms.1.0,extra.norms.1.1.7")]
    [InlineData("nested_in_tuple.pt2", "x", "output_0,output_1.0,output_1.1.hidden")]
    [InlineData("only_one.pt2", "x", "output")]
    [InlineData("same_names.pt2", "x", "output_0,output_1")]
    public void Load_Names_FromForwardAndItsResult(string file, string inputs, string outputs)
    {
        using IModel model = Load(file);

        Assert.Equal(inputs, string.Join(',', model.Signature.Inputs.Select(i => i.Name)));
        Assert.Equal(outputs, string.Join(',', model.Signature.Outputs.Select(o => o.Name)));
    }

    [Fact]
    public void Load_OutputNamesSetting_RenamesOutputs()
    {
        using IModel model = Load("twoio.pt2", "scores, label");

        Assert.Equal(["scores", "label"], model.Signature.Outputs.Select(o => o.Name));
    }

    [Theory]
    [InlineData("scores")]
    [InlineData("scores,scores")]
    [InlineData("a,b,c")]
    public void Load_OutputNamesThatDontFit_SettingInvalid(string names)
    {
        var error = Assert.Throws<MceException>(() => Load("twoio.pt2", names).Dispose());

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains("2 different name(s)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DynamicBatch_RangeOfTheExport()
    {
        using IModel model = Load("mlp.pt2");
        TensorSpec input = model.Signature.Inputs[0];

        Assert.True(input.Dimensions[0].IsDynamic);
        Assert.Equal((1L, 4096L), (input.Dimensions[0].Minimum, input.Dimensions[0].Maximum));
        Assert.Equal(8, input.Dimensions[1].Size);
        Assert.Equal(input.Dimensions[0].Symbol, model.Signature.Outputs[0].Dimensions[0].Symbol);
    }

    [Fact]
    public void Load_Scalar_RankZero()
    {
        using IModel model = Load("scalar.pt2");

        Assert.Empty(model.Signature.Inputs[0].Dimensions);
        Assert.Empty(model.Signature.Outputs[0].Dimensions);
    }

    [Fact]
    public void Load_Metadata_NamesPyTorch()
    {
        using IModel model = Load("mlp.pt2");

        Assert.Equal("torch-export", model.Metadata.Format);
        Assert.StartsWith("PyTorch 2.", model.Metadata.Producer, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CudaDevice_SaysCpuOnly()
    {
        var source = new ModelSource(TestModels.Path("mlp.pt2"), null, new TensorDevice(TensorDeviceKind.Cuda, 0));
        var error = Assert.Throws<MceException>(() => fixture.Backend.Load(source, CancellationToken.None).Dispose());

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains("cuda:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnsupportedOperators_AllListed()
    {
        var error = Assert.Throws<MceException>(() => Load("unsupported.pt2").Dispose());

        Assert.Equal(MceErrorCodes.ModelUnsupported, error.Code);
        Assert.Contains("torch.ops.aten.renorm.default", error.Message, StringComparison.Ordinal);
        Assert.Contains("torch.ops.aten.celu.default", error.Message, StringComparison.Ordinal);
    }

    private IModel Load(string file, string? outputNames = null)
    {
        BackendSettings settings = outputNames is null ? BackendSettings.Empty : new([new(TorchSettings.OutputNames, outputNames)]);
        return fixture.Backend.Load(new ModelSource(TestModels.Path(file), settings), CancellationToken.None);
    }
}
