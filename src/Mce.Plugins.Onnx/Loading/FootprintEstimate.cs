using Mce.Plugins.Onnx.Files;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Judges a model's memory by its files.</summary>
internal static class FootprintEstimate
{
    /// <summary>What a session costs beside its weights.</summary>
    private const long SessionBytes = 512 * 1024;

    /// <summary>Estimates the memory of a model.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="info">Its outline, or null when there is none.</param>
    /// <param name="device">Where it is to run.</param>
    public static ModelFootprint Of(string path, OnnxFileInfo? info, TensorDevice device)
    {
        long weights = new FileInfo(path).Length;
        foreach (string file in info is null ? [] : ExternalWeights.Files(path, info))
            if (File.Exists(file)) weights += new FileInfo(file).Length;

        // Packed copies of the weights: a 10 MB model was measured at 15.7 MiB.
        long loaded = weights + (weights / 2);
        return device.IsHost ? new ModelFootprint(SessionBytes + loaded) : new ModelFootprint(SessionBytes, loaded);
    }
}
