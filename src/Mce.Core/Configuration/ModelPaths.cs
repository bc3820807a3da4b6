namespace Mce;

internal static class ModelPaths
{
    /// <summary>A configured path made absolute. Configuration is trusted: it may point anywhere.</summary>
    public static string Resolve(string path, MceOptions options) => Path.GetFullPath(path, options.BaseDirectory);
}
