using System.Runtime.InteropServices;

namespace Mce.Benchmarks;

/// <summary>Sleeps of less than a millisecond, which <see cref="Thread.Sleep(TimeSpan)"/> rounds. They cost no processor time that the target needs.</summary>
internal static partial class PreciseSleep
{
    public static void For(TimeSpan time)
    {
        if (time <= TimeSpan.Zero) return;
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(time < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : time);
            return;
        }

        // Woken early by a signal, the caller looks at its clock again.
        var wanted = new TimeSpecification { Seconds = (nint)time.Ticks / (nint)TimeSpan.TicksPerSecond, Nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick) };
        _ = Sleep(in wanted, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpecification wanted, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
