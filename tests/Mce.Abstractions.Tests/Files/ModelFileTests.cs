using System.IO.Compression;
using System.Text;

namespace Mce.Abstractions.Tests.Files;

public sealed class ModelFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-model-file-");

    public static TheoryData<ModelFileKind, byte[]> Contents => new()
    {
        { ModelFileKind.Empty, [] },
        { ModelFileKind.Onnx, [0x08, 0x0A, 0x12, 0x07, .. "pytorch"u8, 0x3A, 0x00] },
        { ModelFileKind.Ort, [0x18, 0, 0, 0, .. "ORTM"u8, 0, 0] },
        { ModelFileKind.TensorFlowLite, [0x1C, 0, 0, 0, .. "TFL3"u8, 0, 0] },
        { ModelFileKind.Gguf, [.. "GGUF"u8, 3, 0, 0, 0] },
        { ModelFileKind.Hdf5, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0] },
        { ModelFileKind.Pickle, [0x80, 0x04, 0x95, 0x00] },
        { ModelFileKind.SafeTensors, [0x40, 0, 0, 0, 0, 0, 0, 0, .. "{\"weight\":{}}"u8] },
        { ModelFileKind.Text, [.. "<html><body>Not found</body></html>\n"u8] },
        { ModelFileKind.Text, [.. "version https://git-lfs.github.com/spec/v1\n"u8] },
        { ModelFileKind.Text, [.. "Größe: 3 µm\n"u8] },
        // The last character is cut by the 64 bytes that are looked at.
        { ModelFileKind.Text, [.. Encoding.UTF8.GetBytes(new string('a', 63) + "ä and more")] },
        { ModelFileKind.Unknown, [0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0xFA] },
        { ModelFileKind.Unknown, [0x00, 0x01, 0x02, 0x03] },
        { ModelFileKind.Zip, Zip("readme.txt") },
        { ModelFileKind.MLNetZip, Zip("TransformerChain/Model.key", "Schema") },
        { ModelFileKind.MLNetZip, Zip("TrainingInfo/Version.txt") },
        { ModelFileKind.TorchExport, Zip("digits/models/model.json", "digits/data/weights/weight_0", "digits/data/sample_inputs/model.pt") },
        { ModelFileKind.TorchExportOld, Zip("serialized_exported_program.json", "serialized_state_dict.pt") },
        { ModelFileKind.TorchScript, Zip("m/data.pkl", "m/constants.pkl", "m/code/__torch__.py") },
        { ModelFileKind.TorchState, Zip("archive/data.pkl", "archive/data/0") },
        { ModelFileKind.TorchAotInductor, Zip("m/data/aotinductor/model/x.so") },
        { ModelFileKind.DamagedZip, Zip("m/models/model.json")[..30] },
        { ModelFileKind.DamagedZip, [.. "PK\u0003\u0004"u8] },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Detect_Content_NamesTheKind(ModelFileKind kind, byte[] content)
    {
        string path = Write("file.bin", content);

        Assert.Equal(kind, ModelFile.Detect(path));
    }

    [Fact]
    public void Detect_EveryShortPrefix_NeverThrows()
    {
        byte[][] contents = [.. Contents.Select(row => (byte[])row[1])];
        foreach (byte[] content in contents)
            for (int length = 0; length <= Math.Min(content.Length, 80); length++)
                Assert.True(Enum.IsDefined(ModelFile.Detect(Write("prefix.bin", content[..length]))));
    }

    [Fact]
    public void Describe_EachKind_APhraseOfItsOwn()
    {
        string[] phrases = [.. Enum.GetValues<ModelFileKind>().Select(ModelFile.Describe)];

        Assert.Equal(phrases.Length, phrases.Distinct().Count());
        Assert.Equal(("onnx", "onnx", "mlnet", "torch", null), (
            ModelFile.FrameworkFor(ModelFileKind.Onnx), ModelFile.FrameworkFor(ModelFileKind.Ort), ModelFile.FrameworkFor(ModelFileKind.MLNetZip),
            ModelFile.FrameworkFor(ModelFileKind.TorchExport), ModelFile.FrameworkFor(ModelFileKind.Text)));
    }

    [Fact]
    public void OpenRead_Missing_NamesPathAndNeighbours()
    {
        Write("digits.onnx", [1]);
        string path = Path.Combine(_folder.FullName, "digit.onnx");

        var error = Assert.Throws<MceException>(() => ModelFile.OpenRead(path));

        Assert.Equal((MceErrorCodes.ModelNotFound, path), (error.Code, error.Fields["path"]));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("digits.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRead_MissingFolder_SaysSo()
    {
        string path = Path.Combine(_folder.FullName, "nowhere", "m.onnx");

        Assert.Contains("nowhere' doesn't exist", Assert.Throws<MceException>(() => ModelFile.OpenRead(path)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void OpenRead_Pipe_SaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has a path for an anonymous pipe.");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();

        var error = Assert.Throws<MceException>(() => ModelFile.OpenRead($"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}"));

        Assert.Equal(MceErrorCodes.ModelNotFound, error.Code);
        Assert.Contains("pipe", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRead_Folder_SaysSo()
    {
        var error = Assert.Throws<MceException>(() => ModelFile.Detect(_folder.FullName));

        Assert.Equal(MceErrorCodes.ModelNotFound, error.Code);
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_Afterwards_FileIsClosed()
    {
        string path = Write("closed.zip", Zip("readme.txt"));
        ModelFile.Detect(path);

        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.Length > 0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Zip(params string[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (string entry in entries)
            {
                using Stream stream = zip.CreateEntry(entry).Open();
                stream.Write("content"u8);
            }
        }

        return buffer.ToArray();
    }
}
