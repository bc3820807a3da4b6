namespace Mce;

/// <summary>A device that holds tensor memory or runs a model.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">The device's number among its kind; 0 for the host.</param>
public readonly record struct TensorDevice(TensorDeviceKind Kind, int Index)
{
    /// <summary>Host memory.</summary>
    public static TensorDevice Cpu => new(TensorDeviceKind.Cpu, 0);

    /// <summary>Whether .NET code may read the memory.</summary>
    public bool IsHost => Kind == TensorDeviceKind.Cpu;

    /// <summary><c>cpu</c> or <c>cuda:0</c>.</summary>
    public override string ToString() => Kind == TensorDeviceKind.Cpu ? "cpu" : $"cuda:{Index}";
}
