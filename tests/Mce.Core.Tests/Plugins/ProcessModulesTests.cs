using System.Runtime.InteropServices;

namespace Mce.Core.Tests.Plugins;

public sealed class ProcessModulesTests
{
    [Fact]
    public void Parse_Lines_KeepsEachNativeLibraryOnce()
    {
        string[] lines =
        [
            "55d0-55d1 r--p 00000000 fe:01 11                         /usr/bin/dotnet",
            "7f00-7f01 r--p 00000000 fe:01 12                         /opt/with space/libonnxruntime.so.1.31.1",
            "7f01-7f02 r-xp 00001000 fe:01 12                         /opt/with space/libonnxruntime.so.1.31.1",
            "7f02-7f03 r--s 00000000 fe:01 13                         /app/Mce.Core.dll",
            "7f03-7f04 r-xp 00000000 fe:0a 14                         /old/libgone.so (deleted)",
            "7f04-7f05 rw-p 00000000 00:00 0                          [heap]",
            "7f05-7f06 rw-p 00000000 00:00 0 ",
        ];

        Assert.Equal(
            [
                new MappedFile("/opt/with space/libonnxruntime.so.1.31.1", new FileIdentity(0xfe, 1, 12)),
                new MappedFile("/old/libgone.so", new FileIdentity(0xfe, 0x0a, 14)),
            ],
            LinuxProcessModules.Parse(lines));
    }

    [Fact]
    public void GetMappedLibraries_LibraryLoadedFromACopy_IsThere()
    {
        using var folder = new TemporaryFolder();
        string name = OperatingSystem.IsWindows() ? "System.IO.Compression.Native.dll" : OperatingSystem.IsMacOS() ? "libSystem.IO.Compression.Native.dylib" : "libSystem.IO.Compression.Native.so";
        string copy = Path.Combine(folder.Path, "a " + name);
        File.Copy(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name), copy);
        Assert.DoesNotContain(Mce.ProcessModules.OfThisSystem.GetMappedLibraries(), m => m.FileName == "a " + name);

        nint library = NativeLibrary.Load(copy);
        Assert.Contains(Mce.ProcessModules.OfThisSystem.GetMappedLibraries(), m => m.FileName == "a " + name);
        NativeLibrary.Free(library);
    }

    [SkippableFact]
    public void Identify_LinkAndCopy_TellsThemApart()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems tell files apart by path.");
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file"), link = Path.Combine(folder.Path, "link"), copy = Path.Combine(folder.Path, "copy");
        File.WriteAllText(file, "x");
        File.Copy(file, copy);
        File.CreateSymbolicLink(link, file);

        FileIdentity? identity = Mce.ProcessModules.OfThisSystem.Identify(file);
        Assert.NotNull(identity);
        Assert.Equal(identity, Mce.ProcessModules.OfThisSystem.Identify(link));
        Assert.NotEqual(identity, Mce.ProcessModules.OfThisSystem.Identify(copy));
        Assert.Null(Mce.ProcessModules.OfThisSystem.Identify(Path.Combine(folder.Path, "absent")));
    }

    [Theory]
    [InlineData("/a/libgomp-98b21ff3.so.1.0.0", "gomp", "OpenMP")]
    [InlineData("/a/libgomp.so.1", "gomp", "OpenMP")]
    [InlineData("/a/libiomp5.so", "iomp5", "OpenMP")]
    [InlineData("/a/libcudart.so.12", "cudart", "CUDA cudart")]
    [InlineData("/a/libonnxruntime.so", "onnxruntime", null)]
    [InlineData("/a/torch_cpu.dll", "torch_cpu", null)]
    [InlineData("/a/libtorch_cpu.dylib", "torch_cpu", null)]
    public void Stem_FileName_IsTheLibrary(string path, string stem, string? family)
    {
        Assert.Equal(stem, NativeConflicts.Stem(path));
        Assert.Equal(family, NativeConflicts.ContendingFamily(path));
        Assert.Equal(stem == "torch_cpu", NativeConflicts.IsOncePerProcess(path));
    }
}
