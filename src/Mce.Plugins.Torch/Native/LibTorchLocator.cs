using System.Runtime.InteropServices;

namespace Mce.Plugins.Torch.Native;

/// <summary>Finds libtorch's main library.</summary>
internal static class LibTorchLocator
{
    public const string EnvironmentVariable = "MCE_LIBTORCH";
    public const string PathFile = "libtorch.path";

    /// <summary>libtorch's main file name on this system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

    /// <summary>
    /// The full path of the library: from the setting, the environment, the plugin's folder, or the file that the build wrote.
    /// </summary>
    /// <param name="setting">A folder, or the file itself; null = not set.</param>
    /// <param name="environment">The value of <see cref="EnvironmentVariable"/>, or null.</param>
    /// <param name="pluginDirectory">The plugin's folder.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.NativeLibraryUnavailable"/>, naming every place looked at.</exception>
    public static string Find(string? setting, string? environment, string pluginDirectory)
    {
        // What somebody asked for is used or refused, never passed over in silence.
        if (!string.IsNullOrWhiteSpace(setting)) return Explicit(setting, pluginDirectory, $"the setting '{TorchSettings.LibraryPath}'");
        if (!string.IsNullOrWhiteSpace(environment)) return Explicit(environment, pluginDirectory, $"the environment variable {EnvironmentVariable}");

        var places = new List<string>
        {
            Path.Combine(pluginDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
            Path.Combine(pluginDirectory, "runtimes", PortableRuntime, "native"),
            pluginDirectory,
        };
        string pathFile = Path.Combine(pluginDirectory, PathFile);
        if (File.Exists(pathFile)) places.Add(File.ReadAllText(pathFile).Trim());
        foreach (string place in places.Where(p => p.Length > 0))
        {
            string candidate = Path.Combine(place, FileName);
            if (File.Exists(candidate)) return candidate;
        }

        string looked = string.Join(", ", places.Distinct(StringComparer.Ordinal).Select(p => $"'{p}'"));
        throw Missing(
            $"libtorch ({FileName}) was not found. Looked in {looked}" +
            $"{(File.Exists(pathFile) ? $" (the last from '{pathFile}')" : $"; there is no '{pathFile}'")}. " +
            $"Set the plugin's setting '{TorchSettings.LibraryPath}' or the environment variable {EnvironmentVariable} to a folder with libtorch 2.10.0, " +
            $"or build the host with -p:McePluginLargeFiles=always so that the files travel with the plugin.");
    }

    private static string PortableRuntime =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string Explicit(string given, string pluginDirectory, string origin)
    {
        string path = Path.GetFullPath(given, pluginDirectory);
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return File.Exists(file)
            ? file
            : throw Missing($"libtorch was not found: {origin} is '{given}', and there is no file '{file}'. It must be a folder with {FileName}, or that file.");
    }

    private static MceException Missing(string message) => new(MceErrorCodes.NativeLibraryUnavailable, message);
}
