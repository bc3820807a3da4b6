using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mce.Core.Tests.Plugins;

/// <summary>Where the fixture plugins lie, and hosts over them.</summary>
internal static class Fixture
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "plugins-fixtures");

    public static string Folder(string name) => Path.Combine(Root, name);

    public static PluginHostOptions Options(params string[] names)
    {
        var options = new PluginHostOptions();
        foreach (string name in names) options.PluginDirectories.Add(Path.IsPathRooted(name) ? name : Folder(name));
        return options;
    }

    public static PluginHost Host(params string[] names) => Host(Options(names));

    public static PluginHost Host(PluginHostOptions options, ILoggerFactory? loggerFactory = null)
    {
        var host = new PluginHost(options, loggerFactory ?? NullLoggerFactory.Instance);
        host.Discover();
        return host;
    }

    public static string ProducerOf(IBackend backend)
    {
        using IModel model = backend.Load(new ModelSource("/any"), CancellationToken.None);
        return model.Metadata.Producer!;
    }
}
