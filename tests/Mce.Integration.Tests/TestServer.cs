namespace Mce.Integration.Tests;

internal static class TestServer
{
    /// <summary>A server in this process over the plugins of the host program.</summary>
    public static MceServerBuilder CreateBuilder() => new MceServerBuilder().AddPluginDirectory(PluginsFolder);

    public static string PluginsFolder => Path.Combine(ChildProgram.Host.Directory, "plugins");

    /// <summary>A model file of the tests.</summary>
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "files", file);
}
