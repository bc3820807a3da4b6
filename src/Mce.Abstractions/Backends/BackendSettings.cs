using System.Globalization;

namespace Mce;

/// <summary>Settings as text by name, read with type, range and default. Names ignore case. Immutable.</summary>
/// <remarks>A backend calls <see cref="ThrowIfUnknown"/> first, so that a misspelt name is an error and not a silent default.</remarks>
public sealed class BackendSettings
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Copies the values.</summary>
    public BackendSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No settings: every default.</summary>
    public static BackendSettings Empty { get; } = new([]);

    /// <summary>The names that were set.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The text of a setting, or the default.</summary>
    public string? GetString(string name, string? defaultValue = null) => _values.GetValueOrDefault(name, defaultValue!);

    /// <summary>A whole number within a range, both ends inclusive.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public int GetInt32(string name, int defaultValue, int minimum, int maximum)
    {
        if (!_values.TryGetValue(name, out string? text)) return defaultValue;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw Invalid(name, text, $"a whole number from {minimum} to {maximum} (default {defaultValue})");
    }

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public bool GetBoolean(string name, bool defaultValue)
    {
        if (!_values.TryGetValue(name, out string? text)) return defaultValue;
        return bool.TryParse(text, out bool value) ? value : throw Invalid(name, text, $"true or false (default {(defaultValue ? "true" : "false")})");
    }

    /// <summary>One of an enumeration's names, in any case.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public T GetEnum<T>(string name, T defaultValue)
        where T : struct, Enum
    {
        if (!_values.TryGetValue(name, out string? text)) return defaultValue;
        return Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw Invalid(name, text, $"one of {string.Join(", ", Enum.GetNames<T>())} (default {defaultValue})");
    }

    /// <summary>Refuses settings that the backend doesn't know.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>, listing those it knows.</exception>
    public void ThrowIfUnknown(params ReadOnlySpan<string> known)
    {
        foreach (string name in _values.Keys)
        {
            bool found = false;
            foreach (string candidate in known) found |= candidate.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (!found)
                throw new MceException(
                    MceErrorCodes.SettingInvalid,
                    known.IsEmpty ? $"There is no setting '{name}': this backend has none." : $"There is no setting '{name}'. There are: {string.Join(", ", known.ToArray())}.",
                    new Dictionary<string, string> { ["setting"] = name });
        }
    }

    private static MceException Invalid(string name, string given, string expected) =>
        new(MceErrorCodes.SettingInvalid, $"The setting '{name}' is '{given}'; it must be {expected}.", new Dictionary<string, string>
        {
            ["setting"] = name,
            ["given"] = given,
            ["expected"] = expected,
        });
}
