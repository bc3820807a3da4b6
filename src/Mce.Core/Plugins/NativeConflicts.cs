namespace Mce;

/// <summary>Native libraries of which a process bears one copy only. A load context can't help: they share global state.</summary>
internal static class NativeConflicts
{
    /// <summary>A second copy from another file aborts the process inside the system's loader.</summary>
    private static readonly string[] OncePerProcess = ["torch", "torch_cpu", "torch_cuda", "c10", "c10_cuda"];

    /// <summary>Two copies run, and compete for the process's threads or devices.</summary>
    private static readonly string[] Contending = ["gomp", "iomp5", "iomp5md", "omp", "libomp140", "cudart", "cudnn", "cublas"];

    /// <summary>The first file in the folder that can't live beside what is mapped already.</summary>
    public static (string File, string Mapped)? FindFatal(string directory, IProcessModules modules)
    {
        List<string> brought =
        [
            .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => ProcessModules.IsLibrary(f) && IsOncePerProcess(f)),
        ];
        if (brought.Count == 0) return null;

        IReadOnlyList<MappedFile> mapped = modules.GetMappedLibraries();
        foreach (string file in brought)
        {
            string stem = Stem(file);
            if (mapped.FirstOrDefault(m => Stem(m.Path) == stem && !IsSame(file, m, modules)) is { } other) return (file, other.Path);
        }

        return null;
    }

    public static bool IsOncePerProcess(string path) => OncePerProcess.Contains(Stem(path));

    /// <summary>The family of a library of which two copies compete; OpenMP has several names.</summary>
    public static string? ContendingFamily(string path) => Array.IndexOf(Contending, Stem(path)) switch
    {
        < 0 => null,
        < 5 => "OpenMP",
        _ => "CUDA " + Stem(path),
    };

    /// <summary><c>libgomp-98b21ff3.so.1.0.0</c> → <c>gomp</c>: without prefix, packagers' hash, extension and version.</summary>
    public static string Stem(string path)
    {
        string name = Path.GetFileName(path);
        int cut = name.IndexOfAny(['.', '-']);
        if (cut > 0) name = name[..cut];
        return name.StartsWith("lib", StringComparison.Ordinal) && name != "libomp140" ? name[3..] : name;
    }

    private static bool IsSame(string file, MappedFile mapped, IProcessModules modules)
    {
        if (RealPath(file).Equals(RealPath(mapped.Path), PathNames.Comparison)) return true;
        // Some file systems show another device in the map than to stat: the mapped path is asked in the same way as the file.
        return modules.Identify(file) is { } identity && modules.Identify(mapped.Path) == identity;
    }

    private static string RealPath(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
