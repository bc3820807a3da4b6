namespace Mce.Plugins.Torch.Native;

/// <summary>Loads libtorch once for the process. It stays: libtorch can't be unloaded.</summary>
internal static class LibTorch
{
    private static readonly Lock Gate = new();
    private static string? s_path;

    /// <summary>Loads the library, or checks that the one loaded earlier is the one asked for.</summary>
    /// <param name="path">The full path of libtorch's main library.</param>
    /// <param name="intraOpThreads">Threads that one operator may use.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.NativeLibraryUnavailable"/>.</exception>
    public static unsafe void Load(string path, int intraOpThreads)
    {
        lock (Gate)
        {
            ThrowIfAnother(path, MappedFiles.List());
            if (s_path is null)
            {
                // libgomp and MKL read it while they load; a later change goes through set_num_threads.
                NativeLoader.SetEnvironmentVariable("OMP_NUM_THREADS", intraOpThreads.ToString(System.Globalization.CultureInfo.InvariantCulture));
                try
                {
                    StableAbi.Bind(NativeLoader.Load(path));
                }
                catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
                {
                    throw new MceException(
                        MceErrorCodes.NativeLibraryUnavailable,
                        $"libtorch '{path}' can't be used: {e.Message} This plugin is made for libtorch 2.10.0; {Needed}",
                        new Dictionary<string, string> { ["path"] = path },
                        e);
                }

                s_path = path;
            }

            if (StableAbi.SetThreadCount != null) StableAbi.SetThreadCount(intraOpThreads);
        }
    }

    /// <summary>Refuses a second libtorch: a second copy aborts the process while it loads, so it must not come that far.</summary>
    public static void ThrowIfAnother(string path, IEnumerable<MappedFile> mapped)
    {
        foreach (MappedFile file in mapped)
        {
            if (!IsLibTorch(Path.GetFileName(file.Path)) || FileIdentity.IsSame(file, Sibling(path, file.Path))) continue;
            throw new MceException(
                MceErrorCodes.NativeLibraryUnavailable,
                $"A process bears one libtorch: '{file.Path}' is loaded already, and '{path}' is another one. " +
                $"Point the setting '{TorchSettings.LibraryPath}' or {LibTorchLocator.EnvironmentVariable} at '{Path.GetDirectoryName(file.Path)}', " +
                "or keep the other user of libtorch out of this process.",
                new Dictionary<string, string> { ["loaded"] = file.Path, ["asked"] = path });
        }
    }

    private static string Needed => OperatingSystem.IsLinux()
        ? "it needs libtorch_cpu.so, libc10.so and libgomp-98b21ff3.so.1 side by side, and glibc."
        : "it needs all files of the libtorch package side by side.";

    private static bool IsLibTorch(string file) =>
        file.StartsWith("libtorch_cpu.", StringComparison.Ordinal) || file.StartsWith("libc10.", StringComparison.Ordinal)
        || file.Equals("torch_cpu.dll", StringComparison.OrdinalIgnoreCase) || file.Equals("c10.dll", StringComparison.OrdinalIgnoreCase);

    // libc10 is compared with the libc10 beside the library that was asked for.
    private static string Sibling(string path, string mapped)
    {
        string name = Path.GetFileName(mapped);
        return name.Contains("torch_cpu", StringComparison.Ordinal) ? path : Path.Combine(Path.GetDirectoryName(path)!, name);
    }
}
