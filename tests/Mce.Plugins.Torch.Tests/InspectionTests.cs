namespace Mce.Plugins.Torch.Tests;

/// <summary>What the backend says of archives that it doesn't load.</summary>
public sealed class InspectionTests
{
    [Theory]
    [InlineData("mlp.pt2")]
    [InlineData("lstm.pt2")]
    [InlineData("twoio.pt2")]
    public void Inspect_SoundArchive_SaysWhatLoadingSays(string file)
    {
        using var backend = new TorchBackend();
        backend.Initialize(new BackendContext(AppContext.BaseDirectory));
        using IModel model = backend.Load(new ModelSource(TestModels.Path(file)), CancellationToken.None);

        ModelOutline outline = backend.Inspect(new ModelSource(TestModels.Path(file)), CancellationToken.None);

        Assert.Equal(model.Signature.Inputs.Select(i => i.ToString()), outline.Signature!.Inputs.Select(i => i.ToString()));
        Assert.Equal(model.Signature.Outputs.Select(o => o.ToString()), outline.Signature.Outputs.Select(o => o.ToString()));
        Assert.Equal(model.Metadata.Properties["operators"], $"{outline.Operators.Sum(o => o.Count)}");
        Assert.Equal(model.Metadata.Producer, outline.Metadata.Producer);
        Assert.Equal([TestModels.Path(file)], outline.Files);
        Assert.Empty(outline.Problems);
        Assert.All(outline.Operators, o => Assert.Null(o.Problem));
    }

    [Fact]
    public void Inspect_BackendThatIsNotInitialized_CountsOperators()
    {
        using var backend = new TorchBackend(); // without libtorch

        ModelOutline outline = backend.Inspect(new ModelSource(TestModels.Path("mlp.pt2")), CancellationToken.None);

        Assert.Contains(new ModelOperator("aten", "linear", 2), outline.Operators);
        Assert.Contains(new ModelOperator("aten", "relu", 1), outline.Operators);
    }

    [Fact]
    public void Inspect_UnknownOperator_NamedWithTheReasonAndTheCure()
    {
        using var backend = new TorchBackend();

        ModelOutline outline = backend.Inspect(new ModelSource(TestModels.Path("unsupported_op.pt2")), CancellationToken.None);

        ModelOperator unknown = Assert.Single(outline.Operators, o => o.Problem is not null);
        Assert.Equal(("mce_test", "negate"), (unknown.Domain, unknown.Name));
        Assert.Contains("ep.run_decompositions()", Assert.Single(outline.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_ElementTypeThatIsNotServed_ReportedAndNotThrown()
    {
        using var backend = new TorchBackend();

        ModelOutline outline = backend.Inspect(new ModelSource(TestModels.Path("complex.pt2")), CancellationToken.None);

        Assert.Null(outline.Signature);
        Assert.Contains("complex64", Assert.Single(outline.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("run_decompositions", outline.Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OtherFile_ModelInvalidWithItsName()
    {
        using var backend = new TorchBackend();

        var error = Assert.Throws<MceException>(() => backend.Inspect(new ModelSource(TestModels.Path("torchscript.pt")), CancellationToken.None));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains(TestModels.Path("torchscript.pt"), error.Message, StringComparison.Ordinal);
    }
}
