using Mce.Cli.LibTorch;

namespace Mce.Cli.Tests.LibTorch;

public sealed class LibTorchFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public LibTorchFinderTests()
    {
        _folder.Write($"plugins/torch/{LibTorchFinder.PluginAssembly}", "");
        _environment["NUGET_PACKAGES"] = _folder.At("packages");
    }

    [Fact]
    public void FindForPlugin_NugetPackageAlone_GivesItsFolder()
    {
        string package = WritePackage();

        Assert.Equal(package, Finder().FindForPlugin());
    }

    [Fact]
    public void FindForPlugin_FileOfABuild_LeavesItToThePlugin()
    {
        WritePackage();
        _folder.Write($"elsewhere/{LibTorchFinder.FileName}", "");
        _folder.Write("plugins/torch/libtorch.path", _folder.At("elsewhere") + "\n");

        Assert.Null(Finder().FindForPlugin());
    }

    [Fact]
    public void FindForPlugin_VariableThatPointsNowhere_IsNotPassedOver()
    {
        WritePackage();
        _environment[LibTorchFinder.EnvironmentVariable] = _folder.At("nowhere");

        Assert.Null(Finder().FindForPlugin());
        Assert.Contains(Finder().Places(), p => p is { IsSet: true, Holds: false });
    }

    [Fact]
    public void FindForPlugin_NoTorchPlugin_GivesNothing()
    {
        WritePackage();

        Assert.Null(new LibTorchFinder(_folder.At("packages"), _environment.GetValueOrDefault).FindForPlugin());
    }

    [Fact]
    public void Places_NothingThere_NamesEveryPlace()
    {
        LibTorchPlace[] places = [.. Finder().Places()];

        Assert.DoesNotContain(places, p => p.Holds);
        Assert.Contains(places, p => p.Path?.StartsWith(_folder.At("packages"), StringComparison.Ordinal) is true);
        Assert.Contains(places, p => p.Path?.StartsWith(_folder.At("plugins", "torch"), StringComparison.Ordinal) is true);
    }

    public void Dispose() => _folder.Dispose();

    private LibTorchFinder Finder() => new(_folder.At("plugins"), _environment.GetValueOrDefault);

    private string WritePackage()
    {
        string place = Finder().Places().Single(p => p.IsForCommandOnly).Path!;
        _folder.Write(Path.Combine(place, LibTorchFinder.FileName), "");
        return place;
    }
}
