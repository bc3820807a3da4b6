namespace Mce;

/// <summary>Makes what backends are asked to load: the path, and what this server demands of its files.</summary>
internal static class ModelSources
{
    /// <param name="path">The model.</param>
    /// <param name="settings">The container's settings.</param>
    /// <param name="device">Where it is to run.</param>
    /// <param name="trust">What the server demands of its files.</param>
    /// <param name="cancellationToken">Stops the reading of files that are checked.</param>
    public static ModelSource Create(string path, BackendSettings settings, TensorDevice device, TrustPolicy trust, CancellationToken cancellationToken) =>
        new(path, settings, device) { Limits = trust.Limits, FileCheck = trust.FileCheck(cancellationToken) };

    /// <summary>Checks the model's own file, or all files of its folder; the backend checks those that it names elsewhere.</summary>
    public static void Check(ModelSource source)
    {
        if (!Directory.Exists(source.Path))
        {
            source.CheckFile(source.Path);
            return;
        }

        foreach (string file in FolderFiles.Under(source.Path)) source.CheckFile(file);
    }
}
