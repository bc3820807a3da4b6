namespace Mce;

/// <summary>Memory that a model takes, in bytes. Estimates may be off; they are never negative.</summary>
/// <param name="HostBytes">Host memory of the weights and what the framework builds from them.</param>
/// <param name="DeviceBytes">Memory on an accelerator.</param>
public readonly record struct ModelFootprint(long HostBytes, long DeviceBytes = 0);
