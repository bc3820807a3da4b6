using System.Runtime.InteropServices;

namespace Mce;

/// <summary>The driver's own library for reading GPUs, where there is one. Not thread-safe.</summary>
/// <remarks>It comes with NVIDIA's driver and not with CUDA, so a machine with the driver has it. It is opened once and stays.</remarks>
internal sealed unsafe class NvmlLibrary
{
    private const int Success = 0;

    private readonly delegate* unmanaged<int> _initialize;
    private readonly delegate* unmanaged<uint*, int> _count;
    private readonly delegate* unmanaged<uint, nint*, int> _device;
    private readonly delegate* unmanaged<nint, Utilization*, int> _utilization;
    private readonly delegate* unmanaged<nint, Memory*, int> _memory;
    private bool _initialized;
    private bool _broken;

    private NvmlLibrary(nint library)
    {
        _initialize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlInit_v2");
        _count = (delegate* unmanaged<uint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetCount_v2");
        _device = (delegate* unmanaged<uint, nint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetHandleByIndex_v2");
        _utilization = (delegate* unmanaged<nint, Utilization*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetUtilizationRates");
        _memory = (delegate* unmanaged<nint, Memory*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetMemoryInfo");
    }

    public static NvmlLibrary? TryOpen()
    {
        string name = OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";
        if (OperatingSystem.IsMacOS() || !NativeLibrary.TryLoad(name, out nint library)) return null;
        try
        {
            return new NvmlLibrary(library);
        }
        catch (EntryPointNotFoundException)
        {
            return null; // older than anything that the frameworks run on
        }
    }

    /// <summary>How busy each GPU is now; empty when the driver doesn't say.</summary>
    public IReadOnlyList<GpuUsage> Read()
    {
        uint count;
        if (!Initialize() || _count(&count) != Success) return [];
        var usage = new List<GpuUsage>((int)count);
        for (uint i = 0; i < count; i++)
        {
            nint device;
            Utilization utilization;
            Memory memory;
            if (_device(i, &device) != Success || _utilization(device, &utilization) != Success || _memory(device, &memory) != Success) continue;
            usage.Add(new GpuUsage((int)i, utilization.Gpu / 100.0, memory.Total == 0 ? 0 : (double)memory.Used / memory.Total));
        }

        return usage;
    }

    // Late: it can take a second, and whoever never reads the metric shouldn't wait for it.
    private bool Initialize()
    {
        if (_initialized || _broken) return _initialized;
        _initialized = _initialize() == Success;
        _broken = !_initialized;
        return _initialized;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Utilization
    {
        public uint Gpu;
        public uint MemoryTraffic;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
