using System.Globalization;

namespace Mce;

/// <summary>Refuses models that can't fit into this process's memory, before they are loaded: the system would end the process instead.</summary>
internal static class MemoryCheck
{
    /// <summary>Compares the backend's estimate with the limit. What else is in memory isn't looked at: models may leave to make room.</summary>
    /// <param name="backend">The backend that is about to load.</param>
    /// <param name="source">What it is about to load.</param>
    /// <param name="hardware">The limit.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.LimitExceeded"/>, with both numbers.</exception>
    public static void Check(IBackend backend, ModelSource source, HardwareLimits hardware)
    {
        long needed;
        try
        {
            needed = backend.EstimateFootprint(source).HostBytes;
        }
        catch (MceException)
        {
            return; // loading it says what is wrong with the file
        }

        if (needed <= hardware.MemoryBytes) return;
        throw new MceException(
            MceErrorCodes.LimitExceeded,
            $"'{source.Path}' takes about {ByteText.Of(needed)} of memory, and this process may use {ByteText.Of(hardware.MemoryBytes)} ({hardware.MemoryLimitedBy}). " +
            "Raise that limit, serve the model elsewhere, or make it smaller (quantised, for example).",
            new Dictionary<string, string>
            {
                ["path"] = source.Path,
                ["limit"] = nameof(HardwareLimits.MemoryBytes),
                ["maximum"] = hardware.MemoryBytes.ToString(CultureInfo.InvariantCulture),
                ["needed"] = needed.ToString(CultureInfo.InvariantCulture),
            });
    }
}
