namespace Mce.Cli.Doctor;

/// <summary>An accelerator.</summary>
/// <param name="Name">For example <c>NVIDIA H100 80GB HBM3</c>, or the device file when nothing tells its name.</param>
/// <param name="MemoryBytes">Its memory; null when unknown.</param>
/// <param name="Driver">The driver's version; null when unknown.</param>
internal sealed record DeviceInfo(string Name, long? MemoryBytes, string? Driver);
