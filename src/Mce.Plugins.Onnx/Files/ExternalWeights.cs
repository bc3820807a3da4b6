namespace Mce.Plugins.Onnx.Files;

/// <summary>Checks the files that a model keeps weights in, before ONNX Runtime opens them.</summary>
internal static class ExternalWeights
{
    // As Linux: more links than that are a circle.
    private const int MostLinks = 40;

    /// <summary>Checks that every file lies in the model's folder, is there, is large enough, and is allowed.</summary>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelInvalid"/>, <see cref="MceErrorCodes.LimitExceeded"/>, or what the server demands of files.
    /// </exception>
    public static void Check(ModelSource source, OnnxFileInfo info)
    {
        if (info.ExternalTensors.Count == 0) return;
        string folder = Path.GetDirectoryName(source.Path)!;
        // A model that is a link itself, as in caches of model hubs, keeps its weights beside what the link leads to.
        string[] folders = [RealPath(folder), Path.GetDirectoryName(RealPath(source.Path))!];
        foreach (IGrouping<string, ExternalTensor> file in info.ExternalTensors.GroupBy(t => t.Location, StringComparer.Ordinal))
        {
            string full = Locate(source.Path, folder, file.Key);
            string real = RealPath(full);
            if (!folders.Any(f => Contains(f, real))) throw Outside(source.Path, file.Key, real);
            long length = new FileInfo(real).Length;
            // Pipes and devices have none, and opening a pipe would wait for a writer that may never come.
            if (length == 0) throw Invalid(source.Path, file.Key, "which holds nothing");
            foreach (ExternalTensor tensor in file)
                if (tensor.Length > length - tensor.Offset)
                    throw Invalid(source.Path, file.Key, $"where '{tensor.Name}' is said to have {tensor.Length:N0} bytes at {tensor.Offset:N0} of {length:N0}");
            source.CheckFile(full);
        }
    }

    /// <summary>The absolute paths of all files that are where they may be, missing ones too.</summary>
    public static IEnumerable<string> Files(string path, OnnxFileInfo info) => info.ExternalTensors
        .Select(tensor => tensor.Location).Distinct(StringComparer.Ordinal).Where(IsInside)
        .Select(location => Path.Combine(Path.GetDirectoryName(path)!, location)).Order(StringComparer.Ordinal);

    private static string Locate(string path, string folder, string location)
    {
        if (!IsInside(location)) throw Invalid(path, location.Replace('\0', '?'), "which is no path inside the model's folder");
        string full = Path.Combine(folder, location);
        return File.Exists(full) ? full : throw OnnxErrors.WeightsMissing(path, location);
    }

    private static bool IsInside(string location)
    {
        string normal = location.Replace('\\', '/');
        return location.Length > 0 && !location.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(normal) && normal is not [_, ':', ..]
            && !normal.Split('/').Contains("..");
    }

    /// <summary>The path with every link in it followed.</summary>
    private static string RealPath(string path, int links = 0)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null || links > MostLinks) return path;
        string here = Path.Combine(RealPath(parent, links), Path.GetFileName(path));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName, links + 1) : here;
        }
        catch (IOException)
        {
            return here; // a circle of links, which can't be opened either
        }
    }

    private static bool Contains(string folder, string path) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static MceException Outside(string path, string location, string real) => Invalid(path, location, $"which leads to '{real}', outside the model's folder");

    private static MceException Invalid(string path, string location, string why) => new(
        MceErrorCodes.ModelInvalid,
        $"The ONNX model '{path}' keeps weights in '{location}', {why}. Export it again, with its weights beside it.",
        new Dictionary<string, string> { ["path"] = path, ["weights"] = location });
}
