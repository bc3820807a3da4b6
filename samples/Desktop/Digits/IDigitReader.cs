using Mce;

namespace Desktop.Digits;

/// <summary>The models behind the window. A test has its own.</summary>
internal interface IDigitReader : IAsyncDisposable
{
    /// <summary>The models, known before they are loaded.</summary>
    IReadOnlyList<DigitModel> Models { get; }

    /// <summary>Loads all models. Never on the caller's thread.</summary>
    /// <param name="progress">Told of each step, one at a time.</param>
    /// <exception cref="MceException">With every mistake found.</exception>
    Task StartAsync(IProgress<ModelLoadProgress> progress);

    /// <summary>Reads a board with every model. Never on the caller's thread.</summary>
    /// <param name="ink">The pixels of an <see cref="InkBoard"/>; not to be changed meanwhile.</param>
    Task<Reading> ReadAsync(byte[] ink);

    /// <summary>What is loaded, and where.</summary>
    PluginReport CreatePluginReport();
}
