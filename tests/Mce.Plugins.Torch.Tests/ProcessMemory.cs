using System.Diagnostics;

namespace Mce.Plugins.Torch.Tests;

internal static class ProcessMemory
{
    /// <summary>The resident memory when it was first asked for.</summary>
    public static long AtStart { get; } = Resident();

    public static long Resident()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
