using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads values of a configuration section, and reports what is wrong with its place.</summary>
/// <remarks>
/// By hand and not through the binder: a key that nobody reads is a mistake to report with its place, and a mistake must
/// not hide the ones after it.
/// </remarks>
internal abstract class SectionReader(ICollection<MceException> errors)
{
    protected ICollection<MceException> Errors => errors;

    protected BackendSettings ReadSettings(IConfigurationSection section)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in Items(section, "an object of settings"))
        {
            if (child.Value is { } value) values[child.Key] = value;
            else Wrong(child, "one value");
        }

        return new BackendSettings(values);
    }

    protected int ReadInt32(IConfigurationSection section, int fallback)
    {
        if (int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)) return value;
        Wrong(section, "a whole number");
        return fallback;
    }

    protected long ReadInt64(IConfigurationSection section, long fallback)
    {
        if (long.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) return value;
        Wrong(section, "a whole number");
        return fallback;
    }

    protected TimeSpan ReadTimeSpan(IConfigurationSection section, TimeSpan fallback)
    {
        // A bare number would be days, and hardly anybody who writes "Timeout": 5 means that. Zero is zero in any unit.
        bool isPlain = section.Value is { } text && (text.Contains(':') || text.Trim() == "0");
        if (isPlain && TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out TimeSpan value)) return value;
        Wrong(section, "a duration in hours, minutes and seconds such as 00:00:30");
        return fallback;
    }

    protected bool ReadBoolean(IConfigurationSection section, bool fallback)
    {
        if (bool.TryParse(section.Value, out bool value)) return value;
        Wrong(section, "true or false");
        return fallback;
    }

    /// <summary>Reads a name or another text, which may be empty: the validators say what that lacks.</summary>
    protected string ReadName(IConfigurationSection section, string fallback = "")
    {
        if (section.Value is null && section.GetChildren().Any()) Wrong(section, "one value");
        return section.Value ?? fallback;
    }

    protected T ReadEnum<T>(IConfigurationSection section, T fallback)
        where T : struct, Enum
    {
        // By name only: Enum.TryParse would take any number.
        if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(section.Value, StringComparison.OrdinalIgnoreCase)) is { } name) return Enum.Parse<T>(name);
        Wrong(section, string.Join(" or ", Enum.GetNames<T>()));
        return fallback;
    }

    // A value where a section belongs has no children, and would be passed over without a word.
    protected IEnumerable<IConfigurationSection> Items(IConfigurationSection section, string expected)
    {
        if (section.Value is { Length: > 0 }) Wrong(section, expected);
        return section.GetChildren();
    }

    protected void RefuseBoth(IConfigurationSection section, string own, string sageMakers)
    {
        if (section.GetSection(own).Exists() && section.GetSection(sageMakers).Exists())
            errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' gives both '{own}' and '{sageMakers}', which mean the same: keep one."));
    }

    protected void Wrong(IConfigurationSection section, string expected)
    {
        string what = section.Value is null && section.GetChildren().Any() ? "an object or an array" : $"'{section.Value}'";
        errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' is {what}; it must be {expected}."));
    }

    protected void Unknown(IConfigurationSection section, string known) =>
        errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' is unknown here. Known are: {known}."));
}
