using Microsoft.ML.OnnxRuntime;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>What a file tells without being loaded must be what loading tells.</summary>
public sealed class InspectTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    public static TheoryData<string> Models =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestModels"), "*.onnx", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "SampleModels"), "*.onnx"))
            .Select(path => Path.GetRelativePath(AppContext.BaseDirectory, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Inspect_Model_TellsWhatLoadingTells(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, file);
        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);
        IModel model;
        try
        {
            model = onnx.LoadFile(path);
        }
        catch (MceException e)
        {
            Assert.Contains(e.Message, outline.Problems);
            return;
        }

        using (model)
        {
            Assert.Empty(outline.Problems);
            Assert.Equal(model.Signature.ToString(), outline.Signature?.ToString());
            Assert.Equal(model.Metadata.Format, outline.Metadata.Format);
            Assert.Equal(model.Metadata.Producer, outline.Metadata.Producer);
            Assert.Equal(model.Metadata.Description, outline.Metadata.Description);
            Assert.Equal(model.Metadata.Properties.OrderBy(p => p.Key), outline.Metadata.Properties.OrderBy(p => p.Key));
            Assert.NotEmpty(outline.Operators);
        }
    }

    [Fact]
    public void Inspect_SubGraphsAndFunctions_OperatorsAreCounted()
    {
        string path = onnx.Write("functions.onnx", new OnnxBuilder { FurtherSet = ("my.own", 1) }.Input("x", OnnxBuilder.Float, 2).Input("c", 9).Output("z", OnnxBuilder.Float, 2)
            .Node("If", "", ["c"], ["y"], OnnxBuilder.GraphAttribute("then_branch", "t", "Abs", ["x"]), OnnxBuilder.GraphAttribute("else_branch", "e", "Neg", ["x"]))
            .Node("Twice", "my.own", ["y"], ["y2"]).Node("Abs", ["y2"], ["z"]).Function("my.own", "Twice", "Neg").Build());

        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);

        Assert.Equal(["ai.onnx.Abs 2", "ai.onnx.If 1", "ai.onnx.Neg 2", "my.own.Twice 1"], outline.Operators.Select(o => $"{o.Domain}.{o.Name} {o.Count}"));
        Assert.All(outline.Operators, o => Assert.Null(o.Problem));
        Assert.Empty(outline.Problems);
        // ONNX Runtime agrees that nothing is missing.
        onnx.LoadFile(path).Dispose();
    }

    [Fact]
    public void Inspect_OperatorOfAnUnknownDomain_SaysWhich()
    {
        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(OnnxFixture.PathOf("custom_op")), CancellationToken.None);

        ModelOperator unknown = Assert.Single(outline.Operators, o => o.Problem is not null);
        Assert.Equal(("example.mce", "Unheard"), (unknown.Domain, unknown.Name));
        Assert.Contains("example.mce.Unheard", Assert.Single(outline.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("custom_op", MceErrorCodes.ModelUnsupported, "example.mce.Unheard")]
    [InlineData("identity_complex64", MceErrorCodes.ModelUnsupported, "complex64")]
    public async Task InspectAsync_ModelThatCantBeServed_SaysWhyOnce(string name, string code, string mentions)
    {
        await using ModelWorkbench workbench = new MceServerBuilder().AddBackend<OnnxBackend>().BuildWorkbench();

        ModelInspection inspection = await workbench.InspectAsync(OnnxFixture.PathOf(name));

        ModelProblem problem = Assert.Single(inspection.Problems);
        Assert.Equal(code, problem.Code);
        Assert.Contains(mentions, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(inspection.Operators);
    }

    [Fact]
    public void Inspect_HugeWeights_AreNotRead()
    {
        byte[] model = new OnnxBuilder().Input("x", OnnxBuilder.Float, 1).Weights("w", new float[8_000_000], 8_000_000).Output("y", OnnxBuilder.Float, null).Node("Add", ["x", "w"], ["y"]).Build();
        string path = onnx.Write("huge.onnx", model);
        onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);

        long before = GC.GetAllocatedBytesForCurrentThread();
        onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Inspect_DamagedFile_SaysSo()
    {
        string path = onnx.Write("cut.onnx", File.ReadAllBytes(OnnxFixture.PathOf("matmul"))[..^20]);

        Assert.Equal(MceErrorCodes.ModelInvalid, Assert.Throws<MceException>(() => onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None)).Code);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Inspect_BytesChangedAtRandom_AnswersOrRefuses(string file)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file));
        var random = new Random(17);
        string path = onnx.Write("changed.onnx", whole);
        for (int round = 0; round < 50; round++)
        {
            byte[] changed = [.. whole];
            // Most of a file's structure is in its first bytes and its last.
            for (int i = random.Next(1, 4); i > 0; i--) changed[random.Next(2) == 0 ? random.Next(changed.Length) : random.Next(Math.Min(changed.Length, 300))] = (byte)random.Next(256);
            File.WriteAllBytes(path, random.Next(8) == 0 ? changed[..random.Next(changed.Length)] : changed);
            try
            {
                ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);
                Assert.Equal(path, outline.Files[0]);
            }
            catch (MceException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Inspect_CancelledToken_Stops()
    {
        Assert.Throws<OperationCanceledException>(() => onnx.Backend.Inspect(new ModelSource(OnnxFixture.PathOf("matmul")), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("matmul")]
    [InlineData("sklearn_like")]
    [InlineData("identity_string")]
    public void Load_OrtFile_RunsAsTheModelItWasMadeOf(string name)
    {
        string path = Path.ChangeExtension(onnx.Write("here", []), null) + $"{name}.ort";
        using (var options = new SessionOptions { OptimizedModelFilePath = path, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC })
        {
            options.AddSessionConfigEntry("session.save_model_format", "ORT");
            using var session = new InferenceSession(OnnxFixture.PathOf(name), options);
        }

        Assert.Equal(ModelFileKind.Ort, ModelFile.Detect(path));
        using IModel model = onnx.LoadFile(path), original = onnx.Load(name);
        using Mce.Conformance.ConformanceCase test = CaseFile.Read(name)[0];

        InferenceTensor[] outputs = OnnxFixture.Run(model, [.. test.Inputs.Values]), expected = OnnxFixture.Run(original, [.. test.Inputs.Values]);

        Assert.Equal(original.Signature.ToString(), model.Signature.ToString());
        Assert.Equal("ort", model.Metadata.Format);
        for (int i = 0; i < outputs.Length; i++) Mce.Conformance.TensorAssert.Equal(expected[i], outputs[i], 1e-6);
        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);
        Assert.Equal(("ort", path, 0), (outline.Metadata.Format, Assert.Single(outline.Files), outline.Problems.Count));
        Assert.All(outputs.Concat(expected), o => o.Dispose());
    }
}
