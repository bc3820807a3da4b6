using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>
/// Reads plugins, options and endpoints from a configuration section, in the library's words or in SageMaker's
/// (<c>ContainerHostname</c>, <c>Image</c>, <c>ModelDataUrl</c>, <c>Environment</c>, <c>InferenceExecutionConfig</c>).
/// </summary>
/// <remarks>
/// By hand and not through the binder: a key that nobody reads is a mistake to report with its place, and a mistake must
/// not hide the ones after it.
/// </remarks>
internal sealed class ConfigurationReader(ICollection<MceException> errors)
{
    private static readonly string[] LimitNames =
        [nameof(SizeLimits.MaxFileBytes), nameof(SizeLimits.MaxArchiveEntries), nameof(SizeLimits.MaxArchiveBytes), nameof(SizeLimits.MaxTensorBytes), nameof(SizeLimits.MaxStringLength)];

    public void Read(IConfiguration section, MceServerBuilder builder)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            errors.Add(ConfigurationErrors.Invalid(
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
                    builder.Configure(options => ReadOptions(child, options));
                    break;
                case "ENDPOINTS":
                    foreach (IConfigurationSection item in Items(child, "an object or an array of endpoints")) ReadEndpoint(item, builder);
                    break;
                default:
                    Unknown(child, "PluginDirectories, Plugins, Options, Endpoints");
                    break;
            }
        }
    }

    private void ReadOptions(IConfigurationSection section, MceOptions options)
    {
        foreach (IConfigurationSection child in Items(section, "an object of options"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MAXCONTAINERSPERENDPOINT": options.MaxContainersPerEndpoint = ReadInt32(child, options.MaxContainersPerEndpoint); break;
                case "MAXPARALLELLOADS": options.MaxParallelLoads = ReadInt32(child, options.MaxParallelLoads); break;
                case "DEFAULTINSTANCECOUNT": options.DefaultInstanceCount = ReadInt32(child, options.DefaultInstanceCount); break;
                case "MAXQUEUELENGTH": options.MaxQueueLength = ReadInt32(child, options.MaxQueueLength); break;
                case "OUTPUTPOOLBYTES": options.OutputPoolBytes = ReadInt64(child, options.OutputPoolBytes); break;
                case "LIMITS": ReadLimits(child, options); break;
                case "TRUST": ReadTrust(child, options); break;
                case "BASEDIRECTORY": options.BaseDirectory = child.Value ?? ""; break;
                case "WARMUP":
                    if (bool.TryParse(child.Value, out bool warmUp)) options.WarmUp = warmUp;
                    else Wrong(child, "true or false");
                    break;
                case "DRAINTIMEOUT":
                    if (TimeSpan.TryParse(child.Value, CultureInfo.InvariantCulture, out TimeSpan timeout)) options.DrainTimeout = timeout;
                    else Wrong(child, "a duration such as 00:00:30");
                    break;
                default:
                    Unknown(child, string.Join(", ", typeof(MceOptions).GetProperties().Select(p => p.Name)));
                    break;
            }
        }
    }

    private void ReadLimits(IConfigurationSection section, MceOptions options)
    {
        foreach (IConfigurationSection child in Items(section, "an object of limits"))
        {
            SizeLimits limits = options.Limits;
            options.Limits = child.Key.ToUpperInvariant() switch
            {
                "MAXFILEBYTES" => limits with { MaxFileBytes = ReadInt64(child, limits.MaxFileBytes) },
                "MAXARCHIVEENTRIES" => limits with { MaxArchiveEntries = ReadInt32(child, limits.MaxArchiveEntries) },
                "MAXARCHIVEBYTES" => limits with { MaxArchiveBytes = ReadInt64(child, limits.MaxArchiveBytes) },
                "MAXTENSORBYTES" => limits with { MaxTensorBytes = ReadInt64(child, limits.MaxTensorBytes) },
                "MAXSTRINGLENGTH" => limits with { MaxStringLength = ReadInt32(child, limits.MaxStringLength) },
                _ => limits,
            };
            if (!LimitNames.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) Unknown(child, string.Join(", ", LimitNames));
        }
    }

    private void ReadTrust(IConfigurationSection section, MceOptions options)
    {
        foreach (IConfigurationSection child in Items(section, "an object: what is trusted"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                // An empty value is kept, and refused later: a manifest that was meant must not turn into none.
                case "MODELMANIFEST": options.Trust = options.Trust with { ModelManifest = child.Value ?? "" }; break;
                case "PLUGINS": options.Trust = options.Trust with { Plugins = ReadTrustedPlugins(child) }; break;
                default: Unknown(child, $"{nameof(TrustOptions.ModelManifest)}, {nameof(TrustOptions.Plugins)}"); break;
            }
        }
    }

    private List<TrustedPlugin> ReadTrustedPlugins(IConfigurationSection section)
    {
        var plugins = new List<TrustedPlugin>();
        foreach (IConfigurationSection item in Items(section, "an array of plugins"))
        {
            if (TrustedPlugin.TryParse(item.Value, out TrustedPlugin? plugin)) plugins.Add(plugin);
            else Wrong(item, "a plugin's name, or its name and digest: NAME@sha256:DIGEST, as the doctor's report gives it");
        }

        return plugins;
    }

    private void ReadEndpoint(IConfigurationSection section, MceServerBuilder builder)
    {
        // An endpoint is an entry of an object ("digits": {…}) or of an array, then with its name inside.
        string name = section["EndpointName"] ?? section["Name"] ?? section.Key;
        var mode = InvocationMode.Serial;
        var containers = new List<ContainerConfig>();
        foreach (IConfigurationSection child in Items(section, "an object: an endpoint"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME" or "ENDPOINTNAME":
                    break;
                case "MODE":
                    mode = ReadMode(child);
                    break;
                case "INFERENCEEXECUTIONCONFIG":
                    foreach (IConfigurationSection inner in Items(child, "an object such as { \"Mode\": \"Direct\" }"))
                    {
                        if (inner.Key.Equals("Mode", StringComparison.OrdinalIgnoreCase)) mode = ReadMode(inner);
                        else Unknown(inner, "Mode");
                    }

                    break;
                case "CONTAINERS":
                    foreach (IConfigurationSection item in Items(child, "an array of containers")) containers.Add(ReadContainer(item));
                    break;
                default:
                    Unknown(child, "Name, Mode, InferenceExecutionConfig, Containers");
                    break;
            }
        }

        builder.AddEndpoint(new EndpointConfig { Name = name, Mode = mode, Containers = containers });
    }

    private ContainerConfig ReadContainer(IConfigurationSection section)
    {
        string? name = null, framework = null, path = null;
        int? instances = null;
        TensorDevice device = TensorDevice.Cpu;
        BackendSettings settings = BackendSettings.Empty;
        var map = new Dictionary<string, InputSource>(StringComparer.Ordinal);
        RefuseBoth(section, "Name", "ContainerHostname");
        RefuseBoth(section, "Framework", "Image");
        RefuseBoth(section, "ModelPath", "ModelDataUrl");
        RefuseBoth(section, "Settings", "Environment");
        foreach (IConfigurationSection child in Items(section, "an object: a container"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME" or "CONTAINERHOSTNAME": name = child.Value; break;
                case "FRAMEWORK" or "IMAGE": framework = child.Value; break;
                case "MODELPATH" or "MODELDATAURL": path = child.Value; break;
                case "SETTINGS" or "ENVIRONMENT": settings = ReadSettings(child); break;
                case "DEVICE":
                    if (!TensorDevice.TryParse(child.Value, out device)) Wrong(child, "cpu, cuda or cuda:N");
                    break;
                case "INSTANCECOUNT": instances = ReadInt32(child, 1); break;
                case "INPUTMAP":
                    foreach (IConfigurationSection item in Items(child, "an object of sources by input name")) ReadMapping(item, map);
                    break;
                default:
                    Unknown(child, "Name (ContainerHostname), Framework (Image), ModelPath (ModelDataUrl), Settings (Environment), Device, InstanceCount, InputMap");
                    break;
            }
        }

        return new ContainerConfig
        {
            // In an object of containers the key is the name; in an array it is the index, and SageMaker's order counts.
            Name = name ?? section.Key,
            Framework = framework ?? "",
            ModelPath = path ?? "",
            Settings = settings,
            Device = device,
            InstanceCount = instances,
            InputMap = map,
        };
    }

    private void ReadMapping(IConfigurationSection section, Dictionary<string, InputSource> map)
    {
        if (section.Value is { Length: > 0 } output)
        {
            map[section.Key] = InputSource.Previous(output);
            return;
        }

        string? from = section["Container"], name = section["Output"], request = section["Request"];
        if (request is { Length: > 0 } && from is null && name is null) map[section.Key] = InputSource.Request(request);
        else if (from is { Length: > 0 } && name is { Length: > 0 } && request is null) map[section.Key] = InputSource.From(from, name);
        else Wrong(section, "an output's name, { \"Container\": …, \"Output\": … } or { \"Request\": … }");
    }

    private BackendSettings ReadSettings(IConfigurationSection section)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in Items(section, "an object of settings"))
        {
            if (child.Value is { } value) values[child.Key] = value;
            else Wrong(child, "one value");
        }

        return new BackendSettings(values);
    }

    private InvocationMode ReadMode(IConfigurationSection section)
    {
        if (Enum.TryParse(section.Value, ignoreCase: true, out InvocationMode mode) && Enum.IsDefined(mode) && !int.TryParse(section.Value, out _)) return mode;
        Wrong(section, "Serial or Direct");
        return InvocationMode.Serial;
    }

    private int ReadInt32(IConfigurationSection section, int fallback)
    {
        if (int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)) return value;
        Wrong(section, "a whole number");
        return fallback;
    }

    private long ReadInt64(IConfigurationSection section, long fallback)
    {
        if (long.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) return value;
        Wrong(section, "a whole number");
        return fallback;
    }

    // A value where a section belongs has no children, and would be passed over without a word.
    private IEnumerable<IConfigurationSection> Items(IConfigurationSection section, string expected)
    {
        if (section.Value is { Length: > 0 }) Wrong(section, expected);
        return section.GetChildren();
    }

    private void RefuseBoth(IConfigurationSection section, string own, string sageMakers)
    {
        if (section.GetSection(own).Exists() && section.GetSection(sageMakers).Exists())
            errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' gives both '{own}' and '{sageMakers}', which mean the same: keep one."));
    }

    private void Wrong(IConfigurationSection section, string expected) =>
        errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' is '{section.Value}'; it must be {expected}."));

    private void Unknown(IConfigurationSection section, string known) =>
        errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' is unknown here. Known are: {known}."));
}
