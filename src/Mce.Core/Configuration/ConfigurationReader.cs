using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads plugins, options and endpoints from a configuration section.</summary>
internal sealed class ConfigurationReader(ICollection<MceException> errors) : SectionReader(errors)
{
    public void Read(IConfiguration section, MceServerBuilder builder)
    {
        var endpoints = new EndpointReader(Errors);
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            Errors.Add(ConfigurationErrors.Invalid(
                $"The configuration section '{(section as IConfigurationSection)?.Path}' is missing or empty. Check its name, and that its file was read: " +
                "a relative appsettings.json is looked for in the host's content root."));
        foreach (IConfigurationSection child in children)
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PLUGINDIRECTORIES":
                    if (child.Value is { Length: > 0 } only) builder.AddPluginDirectory(only);
                    foreach (IConfigurationSection item in child.GetChildren())
                    {
                        if (item.Value is { Length: > 0 } folder) builder.AddPluginDirectory(folder);
                        else Wrong(item, "a folder");
                    }

                    break;
                case "PLUGINS":
                    foreach (IConfigurationSection item in Items(child, "an object of plugins by framework")) builder.ConfigurePlugin(item.Key, ReadSettings(item));
                    break;
                case "OPTIONS":
                    builder.Configure(options => new OptionsReader(Errors).Read(child, options));
                    break;
                case "ENDPOINTS":
                    foreach (IConfigurationSection item in Items(child, "an object or an array of endpoints")) builder.AddEndpoint(endpoints.Read(item));
                    break;
                default:
                    Unknown(child, "PluginDirectories, Plugins, Options, Endpoints");
                    break;
            }
        }
    }
}
