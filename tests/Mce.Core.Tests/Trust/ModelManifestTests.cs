namespace Mce.Core.Tests.Trust;

public sealed class ModelManifestTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    [Theory]
    [InlineData("{0}  a.onnx\n")]
    [InlineData("{0} *a.onnx")]
    [InlineData("# made by hand\r\n\r\n{0}  ./sub/../a.onnx\r\n")]
    [InlineData("\\{0}  a.onnx\n")]
    public void Check_FileAsListed_IsTrusted(string format)
    {
        string file = _folder.Write("a.onnx", "weights");
        File.WriteAllText(_folder.Manifest, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, ModelFolder.Digest(file).ToUpperInvariant()));
        ModelManifest manifest = ModelManifest.Read(_folder.Manifest);

        manifest.Check(file, default);
        manifest.Check(_folder.File("./other/../a.onnx"), default);
        Assert.Equal(1, manifest.Count);
    }

    [Fact]
    public void Check_KnownContent_HasTheDigestOfTheStandard()
    {
        // FIPS 180-2, appendix B.1.
        string file = _folder.Write("a", "abc");
        File.WriteAllText(_folder.Manifest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a");

        ModelManifest.Read(_folder.Manifest).Check(file, default);
    }

    [Fact]
    public void Check_OneByteOfALargeFileDiffers_NamesBothDigestsAndTheLine()
    {
        byte[] content = new byte[(5 << 20) + 3];
        new Random(1).NextBytes(content);
        string file = _folder.File("large");
        File.WriteAllBytes(file, content);
        _folder.Write("small", "x");
        string before = ModelFolder.Digest(file);
        ModelManifest manifest = ModelManifest.Read(_folder.List("small", "large"));
        manifest.Check(file, default);
        content[^1] ^= 1;
        File.WriteAllBytes(file, content);

        MceException error = Assert.Throws<MceException>(() => manifest.Check(file, default));

        Assert.Equal(MceErrorCodes.NotTrusted, error.Code);
        Assert.Equal((file, before, ModelFolder.Digest(file)), (error.Fields["path"], error.Fields["expected"], error.Fields["actual"]));
        foreach (string phrase in (string[])[file, _folder.Manifest, "line 2", before, ModelFolder.Digest(file)]) Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Check_FileNotListed_TellsTheCommandThatAddsIt()
    {
        string file = _folder.Write("sub/it's new.onnx", "weights");
        _folder.Write("a", "x");
        _folder.List("a");

        MceException error = Assert.Throws<MceException>(() => ModelManifest.Read(_folder.Manifest).Check(file, default));

        Assert.Equal((MceErrorCodes.NotTrusted, file, _folder.Manifest), (error.Code, error.Fields["path"], error.Fields["manifest"]));
        ModelFolder.Shell("/", error.Message.Split("add it: ")[1]);
        ModelManifest.Read(_folder.Manifest).Check(file, default);
        Assert.Equal(2, ModelManifest.Read(_folder.Manifest).Count);
    }

    [SkippableFact]
    public void Check_NamesThatSha256SumEscapes_AreTrusted()
    {
        Skip.If(OperatingSystem.IsWindows(), "Such names don't exist here.");
        string[] files = [_folder.Write("back\\slash", "1"), _folder.Write("two\nlines", "2"), _folder.Write("\\n", "3"), _folder.Write("über ", "4")];
        ModelFolder.Shell(_folder.Path, "sha256sum -- * > SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS && sha256sum -b -- * | grep -v SHA256SUMS >> SHA256SUMS");
        ModelManifest manifest = ModelManifest.Read(_folder.Manifest);

        foreach (string file in files) manifest.Check(file, default);
        File.WriteAllText(files[1], "altered");
        Assert.Throws<MceException>(() => manifest.Check(files[1], default));
    }

    [Fact]
    public void Check_FileThatIsMissing_SaysThatAndNotMore()
    {
        _folder.Write("a", "x");
        ModelManifest manifest = ModelManifest.Read(_folder.List("a"));

        MceException error = Assert.Throws<MceException>(() => manifest.Check(_folder.File("b"), default));

        Assert.Equal(MceErrorCodes.ModelNotFound, error.Code);
        Assert.Contains("Its folder holds: SHA256SUMS, a.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Cancelled_Stops()
    {
        string file = _folder.Write("a", "x");

        Assert.Throws<OperationCanceledException>(() => ModelManifest.Read(_folder.List("a")).Check(file, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Check_AnotherCaseOfTheName_FollowsTheSystem()
    {
        _folder.Write("a", "x");
        ModelManifest manifest = ModelManifest.Read(_folder.List("a"));
        string other = OperatingSystem.IsWindows() ? _folder.File("A") : _folder.Write("A", "x");

        if (OperatingSystem.IsWindows()) manifest.Check(other, default);
        else if (OperatingSystem.IsLinux()) Assert.Throws<MceException>(() => manifest.Check(other, default));
    }

    [SkippableFact]
    public void Check_LinkThatIsListed_MustLeadToWhatItIsListedWith()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        string one = _folder.Write("one", "1"), two = _folder.Write("two", "2");
        string link = File.CreateSymbolicLink(_folder.File("current"), one).FullName;
        ModelManifest manifest = ModelManifest.Read(_folder.List("one", "two", "current"));
        manifest.Check(link, default);

        File.Delete(link);
        File.CreateSymbolicLink(link, two); // itself trusted, and not as "current"

        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => manifest.Check(link, default)).Code);
        manifest.Check(two, default);
    }

    [SkippableFact]
    public void Check_LinkToAFileThatIsNotListed_IsRefused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        using var elsewhere = new ModelFolder();
        _folder.Write("a", "x");
        string link = File.CreateSymbolicLink(_folder.File("b"), elsewhere.Write("a", "x")).FullName;

        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => ModelManifest.Read(_folder.List("a")).Check(link, default)).Code);
    }

    [SkippableFact]
    public void Check_FolderReachedByALink_IsTheSameFolder()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        using var elsewhere = new ModelFolder();
        string file = _folder.Write("sub/a", "x");
        _folder.List("sub/a");
        string link = Directory.CreateSymbolicLink(elsewhere.File("models"), _folder.Path).FullName;

        ModelManifest.Read(_folder.Manifest).Check(Path.Combine(link, "sub", "a"), default);
        ModelManifest.Read(Path.Combine(link, "SHA256SUMS")).Check(file, default);
    }

    [SkippableFact]
    public void Check_ParentOfALink_TrustsWhatTheSystemWouldOpen()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        using var elsewhere = new ModelFolder();
        Directory.CreateDirectory(elsewhere.File("sub"));
        elsewhere.Write("a", "bad");
        _folder.Write("a", "good");
        Directory.CreateSymbolicLink(_folder.File("link"), elsewhere.File("sub"));
        ModelManifest manifest = ModelManifest.Read(_folder.List("a"));
        string path = _folder.Path + "/link/../a"; // for .NET the good one, for native code the bad one
        Assert.Equal("bad", ModelFolder.Shell("/", $"cat '{path}'"));

        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => manifest.Check(path, default)).Code);
    }

    [SkippableFact]
    public void RealPath_OfLinksOfEveryKind_IsWhatTheSystemSays()
    {
        string folder = RealPath.Of(_folder.Path);
        ModelFolder.Shell(_folder.Path, $"mkdir -p x/y && touch x/y/f && ln -s x/y rel && ln -s '{_folder.Path}/rel' abs && ln -s ../../x/./y/../y x/y/up && ln -s f x/y/g");
        foreach (string path in (string[])["rel/f", "abs/g", "abs/up/up/g", "rel/../y/f", "x/y/f", "x/none/deeper"])
            Assert.Equal(ModelFolder.Shell(folder, $"realpath -m -z '{path}'").TrimEnd('\0'), RealPath.Of(_folder.Path + "/" + path));
    }

    [SkippableFact]
    public void Check_LinkThatLeadsToItself_IsMissing()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        _folder.Write("a", "x");
        string link = File.CreateSymbolicLink(_folder.File("loop"), _folder.File("loop")).FullName;

        Assert.Throws<MceException>(() => ModelManifest.Read(_folder.List("a")).Check(link, default));
    }

    [Theory]
    [InlineData("not a manifest")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a  a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag  a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  ")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad a")]
    [InlineData("\\ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\\x")]
    [InlineData("SHA256 (a) = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  ./a")]
    public void Read_LineThatIsNone_NamesItsNumber(string line)
    {
        File.WriteAllText(_folder.Manifest, $"# first\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n{line}\n");

        MceException error = Assert.Throws<MceException>(() => ModelManifest.Read(_folder.Manifest));

        Assert.Equal((MceErrorCodes.ConfigurationInvalid, "3"), (error.Code, error.Fields["line"]));
        Assert.Contains("in line 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData(".")]
    public void Read_NoSuchFile_IsAConfigurationError(string name)
    {
        MceException error = Assert.Throws<MceException>(() => ModelManifest.Read(Path.GetFullPath(_folder.File(name))));

        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        Assert.Contains("can't be read", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
