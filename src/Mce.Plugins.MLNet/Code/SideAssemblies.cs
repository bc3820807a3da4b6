using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Mce.Plugins.MLNet.Code;

/// <summary>
/// Makes assemblies loadable that were put beside the plugin after it was built: further packages of ML.NET, code of custom
/// mappings, and what those depend on. The plugin's load context knows only what the build listed. Thread-safe.
/// </summary>
internal static class SideAssemblies
{
    private static readonly AssemblyLoadContext Context = AssemblyLoadContext.GetLoadContext(typeof(SideAssemblies).Assembly)!;

    // In the order of their coming: the plugin's own is the first.
    private static readonly ConcurrentQueue<string> Folders = new();

    static SideAssemblies()
    {
        // For the context's life: an assembly may be asked for long after the backend that loaded the model.
        Context.Resolving += (_, name) => Find(name);
        Context.ResolvingUnmanagedDll += (_, name) => FindNative(name);
    }

    /// <summary>Looks into a folder from now on.</summary>
    public static void AddFolder(string folder)
    {
        if (!Folders.Contains(folder)) Folders.Enqueue(folder);
    }

    /// <summary>Loads an assembly by its simple name. Loading runs none of its code.</summary>
    /// <param name="name">The simple name.</param>
    /// <param name="assembly">The assembly, or null when there is none.</param>
    /// <param name="reason">Why it can't be loaded though it is there, else null.</param>
    public static bool TryLoad(string name, [NotNullWhen(true)] out Assembly? assembly, out string? reason)
    {
        assembly = null;
        reason = null;
        try
        {
            assembly = Context.LoadFromAssemblyName(new AssemblyName { Name = name });
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException or ArgumentException)
        {
            reason = e.Message;
            return false;
        }
    }

    /// <summary>Loads an assembly from a file.</summary>
    /// <exception cref="BadImageFormatException">It is none.</exception>
    /// <exception cref="FileLoadException">Another of that name is loaded.</exception>
    public static Assembly LoadFile(string path) => Context.LoadFromAssemblyPath(path);

    private static Assembly? Find(AssemblyName name)
    {
        // Satellites of other languages and names that are paths aren't looked for.
        if (name.Name is not { Length: > 0 } simple || !string.IsNullOrEmpty(name.CultureName) || simple.AsSpan().IndexOfAny('/', '\\') >= 0) return null;
        string? path = Folders.Select(folder => Path.Combine(folder, simple + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : Context.LoadFromAssemblyPath(path);
    }

    private static nint FindNative(string name)
    {
        string file = OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
        foreach (string folder in Folders)
            foreach (string path in (string[])[Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"), Path.Combine(folder, "runtimes", PortableRuntime, "native"), folder])
                foreach (string candidate in (string[])[file, name])
                    if (candidate.AsSpan().IndexOfAny('/', '\\') < 0 && NativeLibrary.TryLoad(Path.Combine(path, candidate), out nint library)) return library;
        return 0;
    }

    // Distributions have identifiers of their own; packages carry files under the portable one.
    private static string PortableRuntime =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
}
