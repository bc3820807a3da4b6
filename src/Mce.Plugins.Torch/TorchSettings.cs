namespace Mce.Plugins.Torch;

/// <summary>The names of the settings.</summary>
internal static class TorchSettings
{
    /// <summary>Plugin: the folder with libtorch, or its main file; relative to the plugin's folder.</summary>
    public const string LibraryPath = "LibraryPath";

    /// <summary>
    /// Plugin: the threads that one operator may use, 1 to 1024; default 1. Over 1, libgomp keeps a pool of that many threads for
    /// each thread that calls.
    /// </summary>
    public const string IntraOpThreads = "IntraOpThreads";

    /// <summary>Container: names for the outputs in their order, separated by commas.</summary>
    public const string OutputNames = "OutputNames";
}
