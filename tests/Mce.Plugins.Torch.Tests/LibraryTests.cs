using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Finding libtorch, and refusing a second one.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-torch-");

    [Fact]
    public void Find_Nothing_NamesPlacesAndCures()
    {
        var error = Assert.Throws<MceException>(() => LibTorchLocator.Find(null, null, _folder.FullName));

        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        foreach (string part in (string[])[_folder.FullName, LibTorchLocator.FileName, "LibraryPath", "MCE_LIBTORCH", "libtorch.path", "McePluginLargeFiles"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SettingWithoutTheFile_RefusedAndNotPassedOver()
    {
        Place(_folder.FullName);
        string empty = _folder.CreateSubdirectory("empty").FullName;

        var error = Assert.Throws<MceException>(() => LibTorchLocator.Find(empty, null, _folder.FullName));

        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        Assert.Contains("LibraryPath", error.Message, StringComparison.Ordinal);
        Assert.Contains("MCE_LIBTORCH", Assert.Throws<MceException>(() => LibTorchLocator.Find(null, empty, _folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SeveralPlaces_SettingThenEnvironmentThenFolderThenPathFile()
    {
        string linked = Place(_folder.CreateSubdirectory("linked").FullName);
        string environment = Place(_folder.CreateSubdirectory("environment").FullName);
        string setting = Place(_folder.CreateSubdirectory("setting").FullName);
        string plugin = _folder.CreateSubdirectory("plugin").FullName;
        File.WriteAllText(Path.Combine(plugin, LibTorchLocator.PathFile), Path.GetDirectoryName(linked) + Environment.NewLine);

        Assert.Equal(linked, LibTorchLocator.Find(null, null, plugin));
        string own = Place(Directory.CreateDirectory(Path.Combine(plugin, "runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native")).FullName);
        Assert.Equal(own, LibTorchLocator.Find(null, null, plugin));
        Assert.Equal(environment, LibTorchLocator.Find(null, Path.GetDirectoryName(environment), plugin));
        Assert.Equal(setting, LibTorchLocator.Find(Path.GetDirectoryName(setting), environment, plugin));
        Assert.Equal(setting, LibTorchLocator.Find(setting, null, plugin));
        Assert.Equal(setting, LibTorchLocator.Find(Path.Combine("..", "setting"), null, plugin));
    }

    [Fact]
    public void ThrowIfAnother_SameFileByAnotherLink_Accepted()
    {
        string first = Place(_folder.CreateSubdirectory("first").FullName);
        string symbolic = Path.Combine(_folder.CreateSubdirectory("symbolic").FullName, LibTorchLocator.FileName);
        File.CreateSymbolicLink(symbolic, first);

        LibTorch.ThrowIfAnother(symbolic, [new MappedFile(first, 0)]);
        LibTorch.ThrowIfAnother(first, [new MappedFile("/lib/libm.so.6", 7), new MappedFile(first, 0)]);
    }

    [Fact]
    public void ThrowIfAnother_OtherFile_NamesBoth()
    {
        string loaded = Place(_folder.CreateSubdirectory("loaded").FullName);
        string asked = Place(_folder.CreateSubdirectory("asked").FullName);

        var error = Assert.Throws<MceException>(() => LibTorch.ThrowIfAnother(asked, [new MappedFile(loaded, 0)]));

        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        Assert.Contains(loaded, error.Message, StringComparison.Ordinal);
        Assert.Contains(asked, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Initialize_SecondLibTorchInTheProcess_RefusedBeforeItLoads()
    {
        // The real libtorch is in this process from here on; another file of its name must not come near the loader.
        using (var first = new TorchBackend()) first.Initialize(new BackendContext(AppContext.BaseDirectory));
        string other = Place(_folder.FullName);
        using var second = new TorchBackend();
        var settings = new BackendSettings([new(TorchSettings.LibraryPath, other)]);

        var error = Assert.Throws<MceException>(() => second.Initialize(new BackendContext(AppContext.BaseDirectory, settings)));

        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
        Assert.Contains("A process bears one libtorch", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("many")]
    public void Initialize_ThreadsOutOfRange_SettingInvalid(string threads)
    {
        using var backend = new TorchBackend();
        var settings = new BackendSettings([new(TorchSettings.IntraOpThreads, threads)]);

        Assert.Equal(MceErrorCodes.SettingInvalid, Assert.Throws<MceException>(() => backend.Initialize(new BackendContext(AppContext.BaseDirectory, settings))).Code);
    }

    [Fact]
    public void Output_OfTheBuild_HoldsNoNatives()
    {
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, LibTorchLocator.PathFile)));
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch_cpu*", SearchOption.AllDirectories));
    }

    [Fact]
    public void ParseMaps_Lines_FilesOnce()
    {
        IReadOnlyCollection<MappedFile> files = MappedFiles.ParseMaps(
        [
            "7f00-7f01 r--p 00000000 08:01 4711                       /opt/a b/libtorch_cpu.so",
            "7f01-7f02 r-xp 00001000 08:01 4711                       /opt/a b/libtorch_cpu.so",
            "7f02-7f03 rw-p 00000000 00:00 0                          [heap]",
            "7f03-7f04 rw-p 00000000 00:00 0",
        ]);

        Assert.Equal([new MappedFile("/opt/a b/libtorch_cpu.so", 4711)], files);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Not a library at all: whoever tried to load it would fail in another way.
    private static string Place(string folder)
    {
        string path = Path.Combine(folder, LibTorchLocator.FileName);
        File.WriteAllText(path, folder);
        return path;
    }
}
