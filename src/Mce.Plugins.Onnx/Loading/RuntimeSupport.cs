using Mce.Plugins.Onnx.Files;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>What this version of ONNX Runtime can read, as far as a file's outline tells.</summary>
internal static class RuntimeSupport
{
    /// <summary>The newest version of the file format.</summary>
    public const long NewestIrVersion = 13;

    // The newest operator sets. ONNX Runtime itself says so when it refuses a later one; a test asks it.
    private static readonly Dictionary<string, long> Newest = new(StringComparer.Ordinal)
    {
        ["ai.onnx"] = 26,
        ["ai.onnx.ml"] = 5,
        ["ai.onnx.preview"] = 1,
        ["ai.onnx.preview.training"] = 1,
        ["ai.onnx.training"] = 1,
        ["com.microsoft"] = 1,
        ["com.microsoft.experimental"] = 1,
        ["com.microsoft.nchwc"] = 1,
        ["com.ms.internal.nhwc"] = 26,
        ["org.pytorch.aten"] = 1,
    };

    // A protobuf message is no longer than this, and neither is what ONNX Runtime reads.
    private const long LargestFile = int.MaxValue;

    /// <summary>The newest operator set of a domain, or null when it is unknown.</summary>
    public static long? NewestOperatorSet(string domain) => Newest.TryGetValue(domain, out long version) ? version : null;

    /// <summary>Why an operator can't be run, or null.</summary>
    public static string? ProblemOf(OnnxFileInfo info, OperatorName type)
    {
        if (info.Functions.Contains(type)) return null;
        if (!Newest.TryGetValue(type.Domain, out long newest)) return $"ONNX Runtime has no operators of the domain {type.Domain}";
        (_, long version) = info.OperatorSets.Find(set => set.Domain == type.Domain);
        return version > newest ? $"operator set {version} is newer than {newest}, the newest that ONNX Runtime {OnnxBackend.RuntimeVersion} has" : null;
    }

    /// <summary>Every reason against a model that its outline tells.</summary>
    public static IEnumerable<MceException> FindProblems(ModelSource source, OnnxFileInfo info)
    {
        string path = source.Path;
        if (info.IrVersion > NewestIrVersion)
            yield return OnnxErrors.TooNew(path, $"has IR version {info.IrVersion}", $"{NewestIrVersion}", "irVersion", info.IrVersion);
        foreach ((string domain, long version) in info.OperatorSets)
        {
            if (NewestOperatorSet(domain) is not { } newest || version <= newest) continue;
            string operators = string.Join(", ", info.Operators.Where(o => o.Key.Domain == domain).Select(o => OnnxErrors.Shorten(o.Key.Name)).Order(StringComparer.Ordinal).Take(10));
            string used = operators.Length == 0 ? "" : $" (for {operators})";
            yield return OnnxErrors.TooNew(path, $"uses operator set {domain} {version}{used}", $"{domain} {newest}", "operatorSet", version);
        }

        OperatorName[] foreign = [.. info.Operators.Select(o => o.Key).Where(o => !Newest.ContainsKey(o.Domain) && !info.Functions.Contains(o))];
        if (foreign.Length > 0) yield return OnnxErrors.UnknownDomain(path, foreign);
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile } file) yield return OnnxErrors.FileTooLarge(path, file.Length);
        if (ProblemOfWeights(source, info) is { } problem) yield return problem;
    }

    private static MceException? ProblemOfWeights(ModelSource source, OnnxFileInfo info)
    {
        try
        {
            ExternalWeights.Check(source, info);
            return null;
        }
        catch (MceException e)
        {
            return e;
        }
    }
}
