namespace Mce.Cli.Benching;

/// <summary>Resident memory of the process, in bytes.</summary>
/// <param name="BeforeBytes">With the plugin, without the model.</param>
/// <param name="LoadedBytes">With the model and its instances.</param>
/// <param name="PeakBytes">The most at any time, load and calls included.</param>
internal sealed record BenchMemory(long BeforeBytes, long LoadedBytes, long PeakBytes)
{
    /// <summary>What the model took.</summary>
    public long ModelBytes => LoadedBytes - BeforeBytes;
}
