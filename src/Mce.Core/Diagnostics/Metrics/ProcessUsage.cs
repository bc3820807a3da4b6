namespace Mce;

/// <summary>What the process takes of the machine, read at most once a second and never on a request's way. Thread-safe.</summary>
/// <remarks>A value that the system doesn't give is null.</remarks>
internal sealed class ProcessUsage
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly string _folder;
    private readonly NvmlLibrary? _gpus;
    private readonly Lock _gate = new();
    private long _readAt;
    private TimeSpan _cpuTime;
    private double? _cpu;
    private double? _disk;
    private IReadOnlyList<GpuUsage> _gpuUsage = [];

    /// <param name="timeProvider">The clock.</param>
    /// <param name="folder">A folder on the disk to watch.</param>
    public ProcessUsage(TimeProvider timeProvider, string folder)
    {
        _timeProvider = timeProvider;
        _folder = folder;
        _gpus = NvmlLibrary.TryOpen();
        _readAt = timeProvider.GetTimestamp();
        _cpuTime = ProcessResources.CpuTime;
        ReadDisk();
    }

    /// <summary>Share of the processors that the process may use, from 0 to 1; null before the first second.</summary>
    public double? Cpu => Fresh(ref _cpu);

    /// <summary>The working set.</summary>
    public static long MemoryBytes => Environment.WorkingSet;

    /// <summary>Share of the disk that is taken, from 0 to 1.</summary>
    public double? Disk => Fresh(ref _disk);

    public bool HasGpus => _gpus is not null;

    public IReadOnlyList<GpuUsage> Gpus => Fresh(ref _gpuUsage);

    private T Fresh<T>(ref T value)
    {
        lock (_gate)
        {
            TimeSpan passed = _timeProvider.GetElapsedTime(_readAt);
            if (passed >= Age)
            {
                TimeSpan cpuTime = ProcessResources.CpuTime;
                _cpu = Math.Clamp((cpuTime - _cpuTime) / passed / HardwareLimits.Current.Processors, 0, 1);
                (_readAt, _cpuTime) = (_timeProvider.GetTimestamp(), cpuTime);
                ReadDisk();
                _gpuUsage = _gpus?.Read() ?? [];
            }

            return value;
        }
    }

    private void ReadDisk()
    {
        try
        {
            var drive = new DriveInfo(_folder);
            _disk = drive.TotalSize > 0 ? 1 - (double)drive.AvailableFreeSpace / drive.TotalSize : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _disk = null;
        }
    }
}
