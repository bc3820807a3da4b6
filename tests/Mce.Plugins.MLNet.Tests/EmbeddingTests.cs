using System.IO.Compression;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Word vectors lie in a file of their own, which ML.NET reads by the path in the model, or would fetch from the Internet.</summary>
public sealed class EmbeddingTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Load_VectorsOfOnesOwn_AreCheckedAndListed()
    {
        string path = Save(out string vectors);
        var seen = new List<string>();
        using MLNetBackend backend = NewBackend();
        var source = new ModelSource(path) { FileCheck = seen.Add };

        using IModel model = backend.Load(source, CancellationToken.None);

        Assert.Equal([vectors], seen);
        ModelOutline outline = backend.Inspect(source, CancellationToken.None);
        Assert.Equal([path, vectors], outline.Files);
        Assert.Empty(outline.Problems);
    }

    [Fact]
    public void Load_VectorsThatTheServerRefuses_AreRefused()
    {
        string path = Save(out string vectors);
        using MLNetBackend backend = NewBackend();
        var source = new ModelSource(path) { Limits = new SizeLimits { MaxFileBytes = 3 } };
        var e = Assert.Throws<MceException>(() => backend.Load(source, CancellationToken.None));
        Assert.Equal(MceErrorCodes.LimitExceeded, e.Code);
        Assert.Contains(vectors, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_VectorsThatArentThere_NamesTheirPath()
    {
        string path = Save(out string vectors);
        File.Delete(vectors);
        AssertRefused(path, vectors);
    }

    [Fact]
    public void Load_MLNetsOwnVectors_AreNotFetched()
    {
        string path = Save(out _);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name == "Model.key").ToArray())
            {
                using Stream stream = entry.Open();
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                if (bytes.AsSpan().IndexOf("WordEmbeddingsTransform"u8) < 0) continue;
                // One column, then whether a path follows: no, a number of ML.NET's.
                int at = 0x100 + 4 + 8;
                Assert.Equal(1, bytes[at]);
                stream.Position = at;
                stream.Write([0, 2, 0, 0, 0]);
            }
        }

        AssertRefused(path, "glove.6B.200d.txt");
    }

    private static void AssertRefused(string path, string file)
    {
        var e = Assert.Throws<MceException>(() => Load(path));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(file, e.Fields["file"], StringComparison.Ordinal);
        using MLNetBackend backend = NewBackend();
        ModelOutline outline = backend.Inspect(new ModelSource(path), CancellationToken.None);
        Assert.Equal(e.Message, Assert.Single(outline.Problems));
        Assert.NotNull(outline.Operators.Single(o => o.Name == "WordEmbeddingsTransform").Problem);
    }

    private string Save(out string vectors)
    {
        vectors = Path.Combine(Models.Folder, Guid.NewGuid() + ".txt");
        File.WriteAllLines(vectors, ["movie 0.5 -1", "plot 2 3", "really -0.25 0.125"]);
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var ml = new MLContext();
        IDataView data = ml.Data.LoadFromEnumerable([new Review { Text = "the movie" }]);
        ml.Model.Save(ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(ml.Transforms.Text.ApplyWordEmbedding("Vector", vectors, "Words")).Fit(data), data.Schema, path);
        return path;
    }
}
