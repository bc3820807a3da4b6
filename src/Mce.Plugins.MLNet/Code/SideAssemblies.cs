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

    // What the plugin itself refers to, the contract with the host among it, has its place already.
    private static readonly HashSet<string> Bound = [.. typeof(SideAssemblies).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];

    private static readonly Lock Gate = new();

    // In the order of their coming: the plugin's own is the first. Replaced as a whole.
    private static volatile string[] s_folders = [];
    private static int s_users;

    /// <summary>Looks into a folder from now on.</summary>
    public static void AddFolder(string folder)
    {
        lock (Gate)
            if (!s_folders.Contains(folder)) s_folders = [.. s_folders, folder];
    }

    /// <summary>Answers the context's questions from now on: a backend does so for its life.</summary>
    public static void Attach()
    {
        lock (Gate)
        {
            if (s_users++ > 0) return;
            Context.Resolving += Find;
            Context.ResolvingUnmanagedDll += FindNative;
        }
    }

    /// <summary>Undoes one <see cref="Attach"/>. A handler that stayed would keep the context from being unloaded.</summary>
    public static void Detach()
    {
        lock (Gate)
        {
            if (--s_users > 0) return;
            Context.Resolving -= Find;
            Context.ResolvingUnmanagedDll -= FindNative;
        }
    }

    /// <summary>Loads an assembly by its simple name. Loading runs none of its code.</summary>
    /// <remarks>
    /// A copy that only the application has is none: it knows the application's ML.NET and not the plugin's. Nor may it come before
    /// the plugin's own, as it would if the runtime looked for the name.
    /// </remarks>
    /// <param name="name">The simple name.</param>
    /// <param name="assembly">The assembly, or null when there is none.</param>
    /// <param name="reason">Why it can't be loaded though it is there, else null.</param>
    public static bool TryLoad(string name, [NotNullWhen(true)] out Assembly? assembly, out string? reason)
    {
        assembly = null;
        reason = null;
        try
        {
            assembly = FindLoaded(name) ?? (FindFile(name) is { } path ? LoadFile(path) : Context.LoadFromAssemblyName(new AssemblyName { Name = name }));
            if (AssemblyLoadContext.GetLoadContext(assembly) == Context) return true;
            assembly = null;
            return false;
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

    /// <summary>Loads an assembly from a file, and what it refers to from the folders known.</summary>
    /// <exception cref="BadImageFormatException">It is none.</exception>
    /// <exception cref="FileLoadException">Another of that name is loaded.</exception>
    public static Assembly LoadFile(string path)
    {
        Assembly assembly = Context.LoadFromAssemblyPath(path);
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
            if (reference.Name is { } name && !Bound.Contains(name) && FindLoaded(name) is null && FindFile(name) is { } file) LoadFile(file);
        return assembly;
    }

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name) =>
        // Satellites of other languages aren't looked for.
        name.Name is { } simple && string.IsNullOrEmpty(name.CultureName) && FindFile(simple) is { } path ? LoadFile(path) : null;

    private static Assembly? FindLoaded(string name) =>
        Context.Assemblies.FirstOrDefault(assembly => string.Equals(assembly.GetName().Name, name, StringComparison.OrdinalIgnoreCase));

    // A name comes from a model file: it must not become a path.
    private static string? FindFile(string name) => name.Length == 0 || name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Contains('\\', StringComparison.Ordinal)
        ? null
        : s_folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);

    private static nint FindNative(Assembly user, string name)
    {
        string file = OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0) return 0;
        foreach (string folder in s_folders.SelectMany(NativeFolders))
            foreach (string candidate in (string[])[file, name])
                if (NativeLibrary.TryLoad(Path.Combine(folder, candidate), out nint library)) return library;
        return 0;
    }

    private static string[] NativeFolders(string folder) =>
    [
        Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
        Path.Combine(folder, "runtimes", PortableRuntime, "native"),
        folder,
    ];

    // Distributions have identifiers of their own; packages carry files under the portable one.
    private static string PortableRuntime =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
}
