using Mce.Plugins.Onnx.Files;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>The files beside a model that hold its weights.</summary>
internal static class ExternalData
{
    /// <summary>The absolute path of a file with weights, or null when it would lie outside the model's folder.</summary>
    /// <param name="modelPath">The model's absolute path.</param>
    /// <param name="location">The file, as the model names it.</param>
    public static string? Resolve(string modelPath, string location)
    {
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location)) return null;
        string folder = Path.GetDirectoryName(modelPath)!;
        string full = Path.GetFullPath(Path.Combine(folder, location));
        string prefix = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return full.StartsWith(Path.GetFullPath(prefix), StringComparison.Ordinal) ? full : null;
    }

    /// <summary>The paths of all files with weights that are where they may be, missing ones too.</summary>
    public static IEnumerable<string> Files(string modelPath, OnnxFileInfo info) =>
        info.ExternalFiles.Select(location => Resolve(modelPath, location)).OfType<string>().Order(StringComparer.Ordinal);
}
