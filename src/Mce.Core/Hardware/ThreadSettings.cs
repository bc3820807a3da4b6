using System.Globalization;

namespace Mce;

/// <summary>How many threads one call keeps busy, as far as settings tell.</summary>
internal static class ThreadSettings
{
    /// <summary>The setting that all shipped plugins have: torch for the plugin as a whole, the others for each container. Default 1.</summary>
    public const string Name = "IntraOpThreads";

    /// <param name="container">The container's settings; they come first.</param>
    /// <param name="plugin">The settings of its plugin.</param>
    /// <param name="hardware">Where 0, one for each processor, ends.</param>
    /// <returns>At least 1. What isn't a number is left for the backend to refuse.</returns>
    public static int PerCall(BackendSettings container, BackendSettings plugin, HardwareLimits hardware)
    {
        string? text = container.GetString(Name) ?? plugin.GetString(Name);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)) return 1;
        return threads > 0 ? threads : (int)Math.Ceiling(hardware.Processors);
    }

    /// <summary>The threads of one call of a container that is loaded. What runs on an accelerator keeps one busy.</summary>
    public static int PerCall(ContainerConfig config, string framework, string frameworkVersion, ServerSetup setup) =>
        config.Groups.Any(g => g.Device.IsHost) ? PerCall(config.Settings, setup.Plugins.SettingsOf(framework, frameworkVersion), setup.Options.Hardware) : 1;

    /// <summary>The replicas of a container that doesn't say how many.</summary>
    public static int DefaultInstances(ContainerConfig config, PluginHandle plugin, ServerSetup setup) =>
        setup.Options.InstancesFor(PerCall(config, plugin.Framework, plugin.FrameworkVersion, setup));
}
