using System.ComponentModel.Composition;
using System.ComponentModel.Composition.Hosting;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Turns a description into live objects: load context, composition, backend.</summary>
internal sealed class PluginLoader(PluginHostOptions options, ILoggerFactory loggerFactory)
{
    // One at a time in the process: between the look for a fatal native library and its mapping no other plugin may map one,
    // and a native file that appears belongs to the plugin that is being loaded.
    private static readonly Lock OneAtATime = new();

    // Kept: the builder that owns the options may build another server with other ones later.
    private readonly TrustPolicy _trust = options.Trust;

    /// <summary>Loads and initialises; on failure nothing of the plugin stays in use.</summary>
    /// <exception cref="MceException">Which plugin, which cause, which cure.</exception>
    public LoadedPlugin Load(PluginDescription plugin)
    {
        _trust.Check(plugin);
        lock (OneAtATime) return LoadAlone(plugin);
    }

    private LoadedPlugin LoadAlone(PluginDescription plugin)
    {
        if (plugin.Static is null && NativeConflicts.FindFatal(plugin.Directory, options.ProcessModules) is { } conflict)
            throw PluginErrors.SecondNative(plugin, conflict.File, conflict.Mapped);

        HashSet<string> before = [.. options.ProcessModules.GetMappedLibraries().Select(m => m.Path)];
        LoadedPlugin loaded = OwnThread.Run($"mce: load {plugin.Name}", () => plugin.Static is null ? LoadFolder(plugin) : Start(plugin));
        NativesFromElsewhere.Add(plugin.Directory, options.ProcessModules.GetMappedLibraries().Select(m => m.Path).Where(p => !before.Contains(p)));
        return loaded;
    }

    private LoadedPlugin Start(PluginDescription plugin)
    {
        IBackend backend;
        try
        {
            backend = plugin.Static!.Create() ?? throw new InvalidOperationException("The factory returned null.");
        }
        catch (Exception e)
        {
            throw Explain(plugin, "its constructor", e);
        }

        try
        {
            Initialize(plugin, backend);
            return new LoadedPlugin(backend, null, null);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    private LoadedPlugin LoadFolder(PluginDescription plugin)
    {
        PluginLoadContext context = OpenContext(plugin);
        CompositionContainer? composition = null;
        try
        {
            Assembly assembly = LoadAssembly(plugin, context);
            // Without this option MEF drops a part that it can't compose, and says nothing.
            composition = new CompositionContainer(new AssemblyCatalog(assembly), CompositionOptions.DisableSilentRejection);
            IBackend backend = Compose(plugin, composition);
            Initialize(plugin, backend);
            return new LoadedPlugin(backend, context, composition);
        }
        catch
        {
            DisposeQuietly(composition);
            if (context.IsCollectible) context.Unload();
            throw;
        }
    }

    private PluginLoadContext OpenContext(PluginDescription plugin)
    {
        try
        {
            return new PluginLoadContext(plugin.Name, plugin.MainAssembly!, options.IsCollectible(plugin.Name));
        }
        catch (InvalidOperationException e)
        {
            throw PluginErrors.Refused(plugin, $"its .deps.json and its files don't fit together: {e.Message}", e);
        }
    }

    private static Assembly LoadAssembly(PluginDescription plugin, PluginLoadContext context)
    {
        try
        {
            Assembly assembly = context.LoadFromAssemblyPath(plugin.Assembly!.Path);
            Type type = assembly.GetType(plugin.Export!.TypeName, throwOnError: true)!;
            return typeof(IBackend).IsAssignableFrom(type)
                ? assembly
                : throw PluginErrors.ClassUnusable(plugin, plugin.Export.TypeName, "doesn't implement Mce.IBackend");
        }
        catch (Exception e) when (e is not MceException)
        {
            throw Explain(plugin, "loading it", e);
        }
    }

    private static IBackend Compose(PluginDescription plugin, CompositionContainer composition)
    {
        Lazy<IBackend, IDictionary<string, object>>[] exports;
        try
        {
            exports = [.. composition.GetExports<IBackend, IDictionary<string, object>>()];
        }
        catch (Exception e)
        {
            throw Explain(plugin, "its composition", e);
        }

        Lazy<IBackend, IDictionary<string, object>> export = exports.Length == 1
            ? exports[0]
            : throw PluginErrors.Refused(plugin, $"MEF finds {exports.Length} backends in {plugin.Assembly!.Name}, and its metadata shows one: {plugin.Export!.TypeName}.");
        try
        {
            return export.Value;
        }
        catch (Exception e)
        {
            throw Explain(plugin, "its constructor", e);
        }
    }

    private void Initialize(PluginDescription plugin, IBackend backend)
    {
        BackendSettings settings = options.SettingsOf(plugin.Framework!, plugin.FrameworkVersion!);
        var logger = new BackendLoggerAdapter(loggerFactory.CreateLogger($"Mce.Plugins.{plugin.Name}"));
        try
        {
            backend.Initialize(new BackendContext(plugin.Directory, settings, logger));
        }
        catch (Exception e)
        {
            throw Explain(plugin, "Initialize", e);
        }
    }

    private static void DisposeQuietly(CompositionContainer? composition)
    {
        try
        {
            composition?.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The plugin already failed with an error that says more than this one.
        }
    }

    private static MceException Explain(PluginDescription plugin, string where, Exception exception)
    {
        Exception cause = RootCause(exception);
        return cause switch
        {
            MceException known => PluginErrors.Explained(plugin, known),
            DllNotFoundException native => PluginErrors.NativeMissing(plugin, QuotedName(native.Message), native),
            // Other files may be missing as well; for an assembly the name is a full one.
            FileNotFoundException missing when missing.FileName?.Contains(", Version=", StringComparison.Ordinal) is true => PluginErrors.AssemblyNotLoaded(plugin, missing),
            _ => PluginErrors.Threw(plugin, where, cause),
        };
    }

    private static Exception RootCause(Exception exception) => exception switch
    {
        CompositionException { RootCauses: [var first, ..] } composition when first != composition => RootCause(first),
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => RootCause(first),
        { InnerException: { } inner } when exception is TypeInitializationException or TargetInvocationException || IsOfMef(exception) => RootCause(inner),
        _ => exception,
    };

    /// <summary>MEF wraps in types of its own, not all of them public.</summary>
    private static bool IsOfMef(Exception exception) => exception.GetType().Assembly == typeof(CompositionException).Assembly;

    /// <summary>The runtime's message has the library in quotes: Unable to load shared library 'NAME' or one of its dependencies.</summary>
    private static string QuotedName(string message) => message.Split('\'') is [_, var name, _, ..] ? name : message;
}
