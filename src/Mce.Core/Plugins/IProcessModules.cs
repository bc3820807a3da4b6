namespace Mce;

/// <summary>The native files mapped into this process: each system tells in its own way.</summary>
internal interface IProcessModules
{
    /// <summary>The shared libraries that are mapped now, each file once. Thread-safe; a snapshot.</summary>
    IReadOnlyList<MappedFile> GetMappedLibraries();

    /// <summary>What tells two files apart even behind links; null where the system doesn't say.</summary>
    FileIdentity? Identify(string path);
}
