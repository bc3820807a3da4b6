namespace Mce.Core.Tests.Plugins;

internal sealed class FakeProcessModules(params string[] paths) : IProcessModules
{
    public IReadOnlyList<MappedFile> GetMappedLibraries() => [.. paths.Select(p => new MappedFile(p, null))];

    public FileIdentity? Identify(string path) => null;
}
