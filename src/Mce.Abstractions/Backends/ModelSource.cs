namespace Mce;

/// <summary>What a backend is asked to load. Immutable.</summary>
public sealed class ModelSource
{
    /// <summary>Describes a model.</summary>
    /// <param name="path">An absolute path to the model's file or folder.</param>
    /// <param name="settings">The container's settings for this framework.</param>
    /// <param name="device">Where the model is to run.</param>
    public ModelSource(string path, BackendSettings? settings = null, TensorDevice? device = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!System.IO.Path.IsPathFullyQualified(path)) throw new ArgumentException($"'{path}' is not absolute.", nameof(path));
        Path = path;
        Settings = settings ?? BackendSettings.Empty;
        Device = device ?? TensorDevice.Cpu;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The container's settings.</summary>
    public BackendSettings Settings { get; }

    /// <summary>Where the model is to run.</summary>
    public TensorDevice Device { get; }
}
