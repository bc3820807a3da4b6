namespace Mce;

internal static class ConfigurationErrors
{
    public static MceException Invalid(string message, string? endpoint = null, string? container = null)
    {
        var fields = new Dictionary<string, string>();
        if (endpoint is not null) fields["endpoint"] = endpoint;
        if (container is not null) fields["container"] = container;
        string where = endpoint is null ? "" : container is null ? $"Endpoint '{endpoint}': " : $"Endpoint '{endpoint}', container '{container}': ";
        return new MceException(MceErrorCodes.ConfigurationInvalid, where + message, fields);
    }

    public static MceException Bundle(IReadOnlyList<MceException> errors) => new(
        MceErrorCodes.ConfigurationInvalid,
        errors.Count == 1 ? "The configuration has a mistake:" : $"The configuration has {errors.Count} mistakes:",
        errors);
}
