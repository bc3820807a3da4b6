using System.Reflection;
using System.Runtime.Loader;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>A copy of the plugin's folder that files can be added to, in a load context as a server would give it.</summary>
internal sealed class PluginCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-mlnet-plugin-");
    private readonly Context _context;
    private readonly Lazy<IBackend> _backend;

    /// <param name="added">Files to put beside the plugin.</param>
    public PluginCopy(params IEnumerable<string> added)
    {
        string source = typeof(PluginCopy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Plugin").Value!;
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(Folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (string file in added) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        _context = new Context(Path.Combine(Folder, "Mce.Plugins.MLNet.dll"));
        _backend = new Lazy<IBackend>(() =>
        {
            var backend = (IBackend)Activator.CreateInstance(_context.LoadFromAssemblyPath(_context.MainAssembly).GetType(typeof(MLNetBackend).FullName!)!)!;
            backend.Initialize(new BackendContext(Folder));
            return backend;
        });
    }

    public string Folder => _folder.FullName;

    public IBackend Backend => _backend.Value;

    public IEnumerable<Assembly> Loaded => _context.Assemblies;

    public IModel Load(string path, params (string Name, string Value)[] settings) =>
        Backend.Load(new ModelSource(path, new BackendSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))), CancellationToken.None);

    public void Dispose()
    {
        if (_backend.IsValueCreated) _backend.Value.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps the files of loaded assemblies.
        }
    }

    // As in the server: all but the contract from the folder, by the plugin's .deps.json.
    private sealed class Context(string mainAssembly) : AssemblyLoadContext("plugin-copy")
    {
        private readonly AssemblyDependencyResolver _resolver = new(mainAssembly);

        public string MainAssembly => mainAssembly;

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name is not ("Mce.Abstractions" or "System.ComponentModel.Composition") && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
