using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>The execution providers that a container asks for, in order of preference: <c>XNNPACK, CPU</c>.</summary>
internal static class ProviderList
{
    private const string Suffix = "ExecutionProvider";
    private const string Cpu = "CPUExecutionProvider";
    private const string Cuda = "CUDAExecutionProvider";

    /// <summary>Splits the setting's text.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a name is that of NVIDIA's provider, which a CUDA device brings along.</summary>
    public static bool IsCuda(string name) => ShortName(name).Equals(ShortName(Cuda), StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the providers to session options.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>: this build lacks one, or it doesn't start.</exception>
    public static void Append(OrtApi api, nint options, IReadOnlyList<string> wanted, int deviceIndex)
    {
        string[] known = api.GetProviders();
        foreach (string name in wanted)
        {
            string provider = known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase) || ShortName(k).Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid(name, $"names '{name}', which this build of ONNX Runtime lacks");
            // Always there, behind the others.
            if (provider == Cpu) continue;
            try
            {
                if (provider == Cuda) api.AppendCuda(options, deviceIndex);
                else api.AppendProvider(options, ShortName(provider));
            }
            catch (OrtException e)
            {
                throw Invalid(name, $"names '{name}', which doesn't start: {e.Message.TrimEnd(' ', '\n', '.')}", e);
            }
        }

        MceException Invalid(string name, string what, OrtException? cause = null) => new(
            MceErrorCodes.SettingInvalid,
            $"The setting '{nameof(OnnxSettings.Providers)}' {what}. There are: {string.Join(", ", known.Select(ShortName))}.",
            new Dictionary<string, string> { ["setting"] = nameof(OnnxSettings.Providers), ["given"] = name },
            cause);
    }

    private static string ShortName(string provider) => provider.EndsWith(Suffix, StringComparison.Ordinal) ? provider[..^Suffix.Length] : provider;
}
