using System.Globalization;
using Mce.Plugins.Onnx.Files;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Sizes for dimensions that the file leaves open, as a setting: <c>batch=1, seq=128</c>. Immutable.</summary>
internal static class FreeDimensions
{
    /// <summary>Reads the setting's text.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static IReadOnlyList<KeyValuePair<string, long>> Parse(string setting, string text)
    {
        var sizes = new List<KeyValuePair<string, long>>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // The last one, since a name may be a formula.
            int equals = part.LastIndexOf('=');
            string name = equals < 0 ? "" : part[..equals].Trim();
            bool whole = long.TryParse(part[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long size);
            if (name.Length == 0 || !whole || sizes.Any(known => known.Key == name))
                throw new MceException(
                    MceErrorCodes.SettingInvalid,
                    $"The setting '{setting}' is '{text}'; it must be sizes by the name of a dimension, each name once, with commas between them: batch=1, seq=128.",
                    new Dictionary<string, string> { ["setting"] = setting, ["given"] = text });
            sizes.Add(KeyValuePair.Create(name, size));
        }

        return sizes;
    }

    /// <summary>Refuses names that no input of the model has: ONNX Runtime would pass over them.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static void Check(IReadOnlyList<KeyValuePair<string, long>> sizes, OnnxFileInfo info)
    {
        if (sizes.Count == 0) return;
        string[] known = [.. info.Inputs.SelectMany(input => input.Type.Symbols).Distinct(StringComparer.Ordinal)];
        foreach ((string name, _) in sizes)
        {
            if (known.Contains(name, StringComparer.Ordinal)) continue;
            throw new MceException(
                MceErrorCodes.SettingInvalid,
                $"The setting '{nameof(FreeDimensions)}' names the dimension '{name}', and no input of the model has it. "
                + (known.Length == 0 ? "None of its dimensions has a name." : $"There are: {string.Join(", ", known)}."),
                new Dictionary<string, string> { ["setting"] = nameof(FreeDimensions), ["given"] = name });
        }
    }
}
