using System.Text;

namespace Mce.Cli.Running;

/// <summary>File names for tensors. A tensor's name comes out of the model file and can be any text, also <c>../../x</c>.</summary>
internal static class OutputFileNames
{
    private const int MaxLength = 100;

    // Windows takes these for devices, with any extension.
    private static readonly HashSet<string> Devices = new(
        [
            "con", "prn", "aux", "nul",
            .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"com{i}", $"lpt{i}" }),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>One name for each tensor, without extension: of letters, digits, <c>-</c>, <c>_</c> and inner dots; different also where case doesn't count.</summary>
    public static IReadOnlyList<string> For(IEnumerable<string> tensorNames)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (string tensorName in tensorNames)
        {
            string safe = Safe(tensorName), name = safe;
            for (int i = 2; !taken.Add(name); i++) name = $"{safe}-{i}";
            names.Add(name);
        }

        return names;
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder(Math.Min(name.Length, MaxLength));
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, MaxLength)))
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        string trimmed = safe.ToString().Trim('.');
        return trimmed.Length == 0 ? "output" : Devices.Contains(trimmed.Split('.')[0]) ? $"_{trimmed}" : trimmed;
    }
}
