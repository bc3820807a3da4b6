using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads <see cref="MceOptions"/>.</summary>
internal sealed class OptionsReader(ICollection<MceException> errors) : SectionReader(errors)
{
    private const string Configured = "the configuration";

    private static readonly string[] LimitNames =
        [nameof(SizeLimits.MaxFileBytes), nameof(SizeLimits.MaxArchiveEntries), nameof(SizeLimits.MaxArchiveBytes), nameof(SizeLimits.MaxTensorBytes), nameof(SizeLimits.MaxStringLength)];

    public void Read(IConfigurationSection section, MceOptions options)
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
                case "HARDWARE": ReadHardware(child, options); break;
                case "LIMITS": ReadLimits(child, options); break;
                case "TRUST": ReadTrust(child, options); break;
                case "BASEDIRECTORY": options.BaseDirectory = ReadName(child); break;
                case "MODELWATCHINTERVAL": options.ModelWatchInterval = ReadTimeSpan(child, TimeSpan.FromSeconds(2)); break;
                case "RELOADONCHANGE": options.ReloadOnChange = ReadBoolean(child, options.ReloadOnChange); break;
                case "WARMUP": options.WarmUp = ReadBoolean(child, options.WarmUp); break;
                case "DRAINTIMEOUT": options.DrainTimeout = ReadTimeSpan(child, options.DrainTimeout); break;
                case "STUCKCALLAFTER": options.StuckCallAfter = ReadTimeSpan(child, options.StuckCallAfter); break;
                default:
                    Unknown(child, string.Join(", ", typeof(MceOptions).GetProperties().Select(p => p.Name)));
                    break;
            }
        }
    }

    private void ReadHardware(IConfigurationSection section, MceOptions options)
    {
        foreach (IConfigurationSection child in Items(section, "an object: what this process may use"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PROCESSORS":
                    options.Hardware = options.Hardware with { Processors = ReadDouble(child, options.Hardware.Processors), ProcessorsLimitedBy = Configured };
                    break;
                case "MEMORYBYTES":
                    options.Hardware = options.Hardware with { MemoryBytes = ReadInt64(child, options.Hardware.MemoryBytes), MemoryLimitedBy = Configured };
                    break;
                default:
                    Unknown(child, $"{nameof(HardwareLimits.Processors)}, {nameof(HardwareLimits.MemoryBytes)}");
                    break;
            }
        }
    }

    private double ReadDouble(IConfigurationSection section, double fallback)
    {
        if (double.TryParse(section.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)) return value;
        Wrong(section, "a number, not negative");
        return fallback;
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
                case "MODELMANIFEST": options.Trust = options.Trust with { ModelManifest = ReadName(child) }; break;
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
}
