using System.Globalization;

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

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> (the first one) or <c>cuda:N</c>, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="device">The device, or host memory when the text is none.</param>
    public static bool TryParse(string? text, out TensorDevice device)
    {
        device = Cpu;
        if (string.Equals(text, "cpu", StringComparison.OrdinalIgnoreCase)) return true;
        if (text is null || !text.StartsWith("cuda", StringComparison.OrdinalIgnoreCase)) return false;
        int index = 0;
        if (text.Length > 4 && (text[4] != ':' || !int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index))) return false;
        device = new TensorDevice(TensorDeviceKind.Cuda, index);
        return true;
    }
}
