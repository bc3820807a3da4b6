using System.Reflection;
using System.Runtime.Loader;

namespace Mce;

/// <summary>The load context of one plugin folder: everything from the folder, save the contract and MEF.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    public const string ContractName = "Mce.Abstractions";
    public const string MefName = "System.ComponentModel.Composition";

    private readonly AssemblyDependencyResolver _resolver;

    /// <param name="pluginName">The plugin's name; the context is called <c>mce:NAME</c>.</param>
    /// <param name="mainAssembly">The assembly whose <c>.deps.json</c> lists what the folder holds.</param>
    /// <param name="isCollectible">Whether it can be unloaded.</param>
    /// <exception cref="InvalidOperationException">The <c>.deps.json</c> can't be read or names files that aren't there.</exception>
    public PluginLoadContext(string pluginName, string mainAssembly, bool isCollectible)
        : base(NameOf(pluginName), isCollectible) =>
        _resolver = new AssemblyDependencyResolver(mainAssembly);

    public static string NameOf(string pluginName) => $"mce:{pluginName}";

    /// <summary>Types of these pass between host and plugin. By exact name: each further one would join the ABI.</summary>
    public static bool IsShared(string? assemblyName) => assemblyName is ContractName or MefName;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName.Name)) return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
