using System.CommandLine;
using Mce.Cli.LibTorch;

namespace Mce.Cli;

/// <summary>Makes the workbench of a command: the library over its public API, with the plugins that were asked for.</summary>
internal static class Workbenches
{
    /// <summary>Makes a workbench. Nothing is loaded yet.</summary>
    /// <param name="arguments">With <see cref="CommonOptions.Plugins"/>.</param>
    /// <param name="configure">Options beyond the defaults.</param>
    /// <exception cref="UsageException">The plugins folder that was asked for doesn't exist.</exception>
    public static ModelWorkbench Create(ParseResult arguments, Action<MceOptions>? configure = null)
    {
        string folder = PluginsFolder(arguments);
        MceServerBuilder builder = new MceServerBuilder()
            .AddPluginDirectory(folder)
            .Configure(options =>
            {
                options.BaseDirectory = Environment.CurrentDirectory;
                if (arguments.GetValue(CommonOptions.Manifest) is { } manifest) options.Trust = options.Trust with { ModelManifest = ExistingFile(manifest) };
                configure?.Invoke(options);
            });
        if (new LibTorchFinder(folder, Environment.GetEnvironmentVariable).FindForPlugin() is { } libTorch)
            builder.ConfigurePlugin("torch", new BackendSettings([new("LibraryPath", libTorch)]));
        return builder.BuildWorkbench();
    }

    private static string ExistingFile(string manifest)
    {
        string path = Path.GetFullPath(manifest);
        return File.Exists(path) ? path : throw new UsageException($"There is no manifest '{path}' (--manifest); write one with: sha256sum MODEL... > {Path.GetFileName(path)}");
    }

    /// <summary>The absolute folder of the plugins.</summary>
    public static string PluginsFolder(ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Plugins) is not { } given) return Path.Combine(AppContext.BaseDirectory, "plugins");
        string path = Path.GetFullPath(given);
        return Directory.Exists(path)
            ? path
            : throw new UsageException($"There is no plugins folder '{path}' (--plugins); give a folder with one sub-folder per plugin, or leave --plugins out.");
    }
}
