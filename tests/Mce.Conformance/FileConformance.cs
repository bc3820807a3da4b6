using System.IO.Compression;
using System.Security.Cryptography;

namespace Mce.Conformance;

/// <summary>Files that are no model of the backend's: refused with an error that says what they are, and never a crash.</summary>
public abstract class FileConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture), IDisposable
    where TFixture : ConformanceFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-conformance-");

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("pickle")]
    [InlineData("noise")]
    [InlineData("damaged-zip")]
    [InlineData("foreign-zip")]
    public void Load_ForeignFile_RefusedByWhatItIs(string kind)
    {
        string path = Write(kind + ".bin", Foreign(kind));

        AssertRefused(path, ModelFile.Describe(ModelFile.Detect(path)));
    }

    [Fact]
    public void Load_Folder_Refused()
    {
        var error = Assert.Throws<MceException>(() => Load(_folder.FullName));

        Assert.Contains(error.Code, new[] { MceErrorCodes.ModelNotFound, MceErrorCodes.ModelInvalid, MceErrorCodes.ModelUnsupported });
        Assert.Contains(_folder.FullName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HalfAModel_Refused()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Model.Path);

        AssertRefused(Write("half.bin", whole[..(whole.Length / 2)]), "");
    }

    [Fact]
    public void Load_DamagedModel_RefusedOrLoaded()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Model.Path);
        for (int i = 0; i < 24; i++)
        {
            // Spread over the file, the first bytes included: the header is what parsers trust most.
            var damaged = (byte[])whole.Clone();
            damaged[(int)((long)whole.Length * i / 24)] ^= 0xFF;
            string path = Write($"damaged-{i}.bin", damaged);

            if (Record.Exception(() => Load(path)) is not { } thrown) continue;
            var error = Assert.IsType<MceException>(thrown);
            Assert.Contains(error.Code, new[] { MceErrorCodes.ModelInvalid, MceErrorCodes.ModelUnsupported });
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_PluginsOwnWrongFiles_Refused()
    {
        foreach (WrongFile file in Fixture.WrongFiles)
        {
            MceException error = AssertRefused(file.Path, file.Mentions ?? "");
            Assert.Equal(file.Code, error.Code);
        }
    }

    [Fact]
    public void Load_AfterRefusals_RightAnswers()
    {
        AssertRefused(Write("text.bin", Foreign("text")), "");

        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        RunAndCheck(model, instance);
    }

    [Fact]
    public void Load_RefusedFile_LeavesItClosed()
    {
        string path = Write("closed.bin", Foreign("noise"));
        AssertRefused(path, "");

        // Opening it for oneself alone fails while anybody has it open.
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.Length > 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private void Load(string path) => Fixture.Backend.Load(new ModelSource(path, Fixture.Model.Settings, Fixture.Model.Device), CancellationToken.None).Dispose();

    private MceException AssertRefused(string path, string mentions)
    {
        var error = Assert.Throws<MceException>(() => Load(path));
        Assert.Contains(error.Code, new[] { MceErrorCodes.ModelInvalid, MceErrorCodes.ModelUnsupported });
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
        return error;
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Foreign(string kind) => kind switch
    {
        "empty" => [],
        "text" => "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray(),
        "pickle" => [0x80, 0x04, 0x95, 0x08, 0, 0, 0, 0, 0, 0, 0, 0x8C, 0x01, 0x61, 0x94, 0x2E],
        "noise" => [0xF7, 0x00, .. SHA256.HashData("noise"u8), .. new byte[512]],
        "damaged-zip" => Zip()[..40],
        _ => Zip(),
    };

    private static byte[] Zip()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("readme.txt").Open()))
            writer.Write("No model in here.");
        return buffer.ToArray();
    }
}
