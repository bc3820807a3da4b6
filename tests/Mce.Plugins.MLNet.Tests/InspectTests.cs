using System.IO.Compression;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>What a model file's parts say without being built.</summary>
public sealed class InspectTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Inspect_Model_ListsItsPartsWithTheirAssemblies()
    {
        ModelOutline outline = Inspect(Models.Key);

        Assert.Equal("mlnet-zip", outline.Metadata.Format);
        Assert.Equal("ML.NET 5.0.1", outline.Metadata.Producer);
        Assert.Equal("1.0.0.0", outline.Metadata.Properties["assembly.Microsoft.ML.StandardTrainers"]);
        Assert.Equal([Models.Key], outline.Files);
        Assert.Empty(outline.Problems);
        Assert.Contains(new ModelOperator("Microsoft.ML.StandardTrainers", "MultiClassLRExec", 1), outline.Operators);
        Assert.Contains(outline.Operators, o => o is { Domain: "Microsoft.ML.Data", Name: "TermTransform", Count: 1, Problem: null });
        Assert.Null(outline.Signature);
    }

    [Fact]
    public void Inspect_AssemblyThatIsntHere_NamesItsPackageAndTheFolder()
    {
        string path = WithAssembly("Microsoft.ML.StandardTrainers", "Microsoft.ML.ChristmasLearner");

        ModelOutline outline = Inspect(path);

        string problem = Assert.Single(outline.Problems);
        Assert.Contains(path, problem, StringComparison.Ordinal);
        Assert.Contains("needs the assembly 'Microsoft.ML.ChristmasLearner' of the NuGet package Microsoft.ML.ChristmasLearner 5.0.1, which isn't here", problem, StringComparison.Ordinal);
        Assert.Contains($"put Microsoft.ML.ChristmasLearner.dll into '{AppContext.BaseDirectory}'", problem, StringComparison.Ordinal);
        Assert.NotNull(outline.Operators.Single(o => o.Domain == "Microsoft.ML.ChristmasLearner").Problem);
        Assert.All(outline.Operators.Where(o => o.Domain == "Microsoft.ML.Data"), o => Assert.Null(o.Problem));

        var e = Assert.Throws<MceException>(() => Load(path));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Equal(problem, e.Message);
        Assert.Equal("Microsoft.ML.ChristmasLearner", e.Fields["package"]);
    }

    [Fact]
    public void Inspect_ForeignAssembly_SaysHowToAllowIt()
    {
        // As long as the name that it replaces.
        string path = WithAssembly("Microsoft.ML.StandardTrainers", "Contoso.SomeCompany.MyLearner");
        var e = Assert.Throws<MceException>(() => Load(path));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains("runs code of the assembly 'Contoso.SomeCompany.MyLearner'", e.Message, StringComparison.Ordinal);
        Assert.Contains("setting 'Assemblies'", e.Message, StringComparison.Ordinal);
        Assert.Equal(e.Message, Assert.Single(Inspect(path).Problems));
    }

    [Theory]
    [InlineData("[1,2,3]")]
    [InlineData("")]
    public void Inspect_NoModel_IsRefusedByName(string content)
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        File.WriteAllText(path, content);
        var e = Assert.Throws<MceException>(() => Inspect(path));
        Assert.Equal(MceErrorCodes.ModelInvalid, e.Code);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_DamagedBytes_IsAnErrorOrAnOutlineAndNothingElse()
    {
        byte[] good = File.ReadAllBytes(Models.Numeric);
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var random = new Random(6);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = [.. good];
            for (int k = 0; k < 4; k++) bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, bad);
            Exception? e = Record.Exception(() => Inspect(path));
            if (e is not null) Assert.Contains(path, Assert.IsType<MceException>(e).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Inspect_CancelledOrDisposed_Throws()
    {
        MLNetBackend backend = NewBackend();
        Assert.Throws<OperationCanceledException>(() => backend.Inspect(new ModelSource(Models.Text), new CancellationToken(canceled: true)));
        backend.Dispose();
        Assert.Throws<ObjectDisposedException>(() => backend.Inspect(new ModelSource(Models.Text), CancellationToken.None));
    }

    private static ModelOutline Inspect(string path)
    {
        using MLNetBackend backend = NewBackend();
        return backend.Inspect(new ModelSource(path), CancellationToken.None);
    }

    /// <summary>A copy of a model whose parts name another assembly of the same length.</summary>
    private string WithAssembly(string from, string to)
    {
        Assert.Equal(from.Length, to.Length);
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        File.Copy(Models.Key, path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name == "Model.key").ToArray())
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            int at = bytes.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(from + ","));
            if (at < 0) continue;
            System.Text.Encoding.Unicode.GetBytes(to).CopyTo(bytes, at);
            stream.Position = 0;
            stream.Write(bytes);
        }

        return path;
    }
}
