using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Mce.Cli.Doctor;

/// <summary>Finds accelerators, and says where it looked.</summary>
internal sealed class DeviceProbe(string root)
{
    private const string Smi = "nvidia-smi";

    // A driver in trouble can hang it for minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly string[] LibraryFolders = ["usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64", "usr/lib", "usr/local/nvidia/lib64"];

    /// <summary>The accelerators, empty when there are none.</summary>
    public async Task<IReadOnlyList<DeviceInfo>> FindAsync(CancellationToken cancellationToken)
    {
        string[] files = DeviceFiles();
        // On Linux no device file means no device, and asking the tool would only cost time.
        if (OperatingSystem.IsLinux() && files.Length == 0) return [];
        IReadOnlyList<DeviceInfo> named = Parse(await RunSmiAsync(cancellationToken));
        return named.Count > 0 ? named : [.. files.Select(f => new DeviceInfo(f, null, DriverVersion()))];
    }

    /// <summary>What was looked for.</summary>
    public IEnumerable<Lookup> Lookups()
    {
        string[] files = DeviceFiles();
        yield return new("GPU devices", files.Length > 0, files.Length > 0 ? string.Join(", ", files) : "/dev/nvidia*, /dev/kfd", files.Length > 0 ? null : "Models run on the CPU. In a container, pass the GPU through (docker run --gpus all).");
        string? driver = DriverVersion();
        yield return new("NVIDIA driver", driver is not null, driver ?? "/proc/driver/nvidia/version", driver is not null ? null : "Needed for the GPU flavour only, see docs/flavours.md.");
        string? cuda = LibraryFolders.Select(f => Path.Combine(root, f, "libcuda.so.1")).FirstOrDefault(File.Exists);
        yield return new("CUDA driver library", cuda is not null, cuda ?? "libcuda.so.1 in the system's library folders", cuda is not null ? null : "Comes with the NVIDIA driver.");
    }

    /// <summary>Reads what nvidia-smi says of each GPU: name, memory in MiB, driver.</summary>
    internal static IReadOnlyList<DeviceInfo> Parse(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(',', StringSplitOptions.TrimEntries))
            .Where(p => p.Length == 3)
            .Select(p => new DeviceInfo(p[0], long.TryParse(p[1], CultureInfo.InvariantCulture, out long mebibytes) ? mebibytes << 20 : null, p[2])),
    ];

    private string[] DeviceFiles()
    {
        string folder = Path.Combine(root, "dev");
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder)) return [];
        // /dev/nvidiactl, /dev/nvidia-uvm and the like are no devices.
        return [.. Directory.EnumerateFiles(folder, "nvidia*").Where(f => char.IsAsciiDigit(f[^1])).Concat(Directory.EnumerateFiles(folder, "kfd")).Order(StringComparer.Ordinal)];
    }

    private string? DriverVersion() => TextFile.ReadLines(Path.Combine(root, "proc/driver/nvidia/version")).FirstOrDefault();

    private static async Task<string> RunSmiAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(Smi, ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (process is null) return "";
            try
            {
                string text = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? text : "";
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                cancellationToken.ThrowIfCancellationRequested();
                return "";
            }
        }
        catch (Win32Exception)
        {
            return ""; // it isn't installed
        }
    }
}
