namespace Mce.Plugins.MLNet.Files;

/// <summary>A part of a model file that ML.NET builds with code: a transform, a predictor, or something inside of one.</summary>
/// <param name="Loader">ML.NET's name for what builds it, for example <c>TextFeaturizer</c>.</param>
/// <param name="Assembly">The full name of the assembly that holds the loader, or null in files from before ML.NET stored it.</param>
/// <param name="CodeAssembly">For a custom mapping: the full name of the assembly with its factory, or null where the file doesn't say.</param>
internal sealed record ModelPart(string Loader, string? Assembly, string? CodeAssembly = null)
{
    /// <summary>The loader of models with code of their own.</summary>
    public const string CustomLoader = "CustomTransformer";

    /// <summary>The loader of models with an ONNX model inside.</summary>
    public const string OnnxLoader = "OnnxTransform";

    /// <summary>The loader of transforms with word vectors in a file of their own.</summary>
    public const string EmbeddingLoader = "WordEmbeddingsTransform";

    /// <summary>The absolute path of a further file that the part reads when it is built, or null.</summary>
    public string? File { get; init; }
}
