using Microsoft.ML.Transforms.Text;

namespace Mce.Plugins.MLNet.Files;

/// <summary>Where ML.NET looks for its own files of word vectors. It would fetch one that isn't there from the Internet.</summary>
internal static class WordVectors
{
    private const string FolderVariable = "MICROSOFTML_RESOURCE_PATH";

    /// <summary>The absolute path of a file by its number in models.</summary>
    /// <exception cref="InvalidDataException">ML.NET has no such file.</exception>
    public static string PathOf(int kind)
    {
        string? set = Environment.GetEnvironmentVariable(FolderVariable);
        string folder = string.IsNullOrEmpty(set)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mlnet-resources")
            : set;
        return Path.GetFullPath(Path.Combine(folder, NameOf((WordEmbeddingEstimator.PretrainedModelKind)kind)));
    }

    private static string NameOf(WordEmbeddingEstimator.PretrainedModelKind kind) => kind switch
    {
        WordEmbeddingEstimator.PretrainedModelKind.GloVe50D => "WordVectors/glove.6B.50d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVe100D => "WordVectors/glove.6B.100d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVe200D => "WordVectors/glove.6B.200d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVe300D => "WordVectors/glove.6B.300d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVeTwitter25D => "WordVectors/glove.twitter.27B.25d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVeTwitter50D => "WordVectors/glove.twitter.27B.50d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVeTwitter100D => "WordVectors/glove.twitter.27B.100d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.GloVeTwitter200D => "WordVectors/glove.twitter.27B.200d.txt",
        WordEmbeddingEstimator.PretrainedModelKind.FastTextWikipedia300D => "WordVectors/wiki.en.vec",
        WordEmbeddingEstimator.PretrainedModelKind.SentimentSpecificWordEmbedding => "Text/Sswe/sentiment.emd",
        _ => throw new InvalidDataException($"It uses word vectors of a kind that ML.NET doesn't know ({(int)kind})."),
    };
}
