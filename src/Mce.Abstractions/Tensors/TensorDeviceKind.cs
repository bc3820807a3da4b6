namespace Mce;

/// <summary>Where tensor memory lies. Values follow DLPack's <c>DLDeviceType</c>.</summary>
public enum TensorDeviceKind
{
    /// <summary>Host memory.</summary>
    Cpu = 1,

    /// <summary>Memory of an NVIDIA GPU.</summary>
    Cuda = 2,
}
