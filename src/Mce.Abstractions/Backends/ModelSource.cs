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

    /// <summary>How large the model's parts may be. Default <see cref="SizeLimits.Default"/>.</summary>
    public SizeLimits Limits { get; init; } = SizeLimits.Default;

    /// <summary>What the server demands of a file before it is opened (a known hash, for example); null = nothing.</summary>
    /// <remarks>Gets an absolute path and throws an <see cref="MceException"/> to refuse it.</remarks>
    public Action<string>? FileCheck { get; init; }

    /// <summary>
    /// Checks a file against <see cref="Limits"/> and <see cref="FileCheck"/>. The server has checked <see cref="Path"/>; a
    /// backend checks every further file that the model names (external weights, vocabularies) before it opens it.
    /// </summary>
    /// <param name="path">The absolute path of a file that exists.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.LimitExceeded"/>, or what <see cref="FileCheck"/> throws.</exception>
    public void CheckFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Limits.CheckFile(path);
        FileCheck?.Invoke(path);
    }
}
