using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads the values that scaling has beside the others'.</summary>
internal abstract class ScalingValueReader(ICollection<MceException> errors) : SectionReader(errors)
{
    protected double ReadDouble(IConfigurationSection section, double fallback)
    {
        if (double.TryParse(section.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        Wrong(section, "a number");
        return fallback;
    }

    /// <summary>AWS's durations are whole seconds.</summary>
    protected TimeSpan? ReadSeconds(IConfigurationSection section)
    {
        if (int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)) return TimeSpan.FromSeconds(value);
        Wrong(section, "whole seconds");
        return null;
    }

    /// <summary>Times without an offset are UTC, as with AWS.</summary>
    protected DateTimeOffset? ReadTime(IConfigurationSection section)
    {
        if (DateTimeOffset.TryParse(section.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value)) return value;
        Wrong(section, "a time such as 2027-01-31T08:00:00Z");
        return null;
    }

    protected string ReadText(IConfigurationSection section, string fallback)
    {
        if (section.Value is { Length: > 0 } value) return value;
        Wrong(section, "a text");
        return fallback;
    }

    protected void Missing(IConfigurationSection section, string what) =>
        Errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' lacks {what}."));
}
