namespace Mce;

/// <summary>Makes what backends are asked to load: the path, and what this server demands of its files.</summary>
internal static class ModelSources
{
    public static ModelSource Create(string path, BackendSettings settings, TensorDevice device, MceOptions options) =>
        new(path, settings, device) { Limits = options.Limits };

    /// <summary>Checks the model's own file; the backend checks those that it names.</summary>
    public static void Check(ModelSource source) => source.CheckFile(source.Path);
}
