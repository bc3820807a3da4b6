using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Wrong files and settings are errors that name the file, what it seems to be and what to do.</summary>
public sealed class LoadErrorTests(TrainedModels models) : ModelTestBase(models)
{
    [Fact]
    public void Load_NoFile_SaysWhatTheFolderHolds()
    {
        var e = Assert.Throws<MceException>(() => Load(Path.Combine(Models.Folder, "absent.zip")));
        Assert.Equal(MceErrorCodes.ModelNotFound, e.Code);
        Assert.Contains("Its folder holds: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx", "an ONNX model", "\"onnx\"")]
    [InlineData("torchscript", "a TorchScript archive", "torch.export.save")]
    [InlineData("torch-export", "a torch.export archive", "\"torch\"")]
    [InlineData("empty", "an empty file", "copy the file again")]
    [InlineData("lfs", "text", "Git LFS")]
    [InlineData("zip", "a zip archive with no model", "mlContext.Model.Save")]
    [InlineData("truncated", "cut or damaged", "copy the file again")]
    public void Load_WrongFile_NamesItItsKindAndTheCure(string file, string kind, string cure)
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".model");
        File.WriteAllBytes(path, WrongFile(file));

        var e = Assert.Throws<MceException>(() => Load(path));

        Assert.Equal(MceErrorCodes.ModelInvalid, e.Code);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(kind, e.Message, StringComparison.Ordinal);
        Assert.Contains(cure, e.Message, StringComparison.Ordinal);
        Assert.Equal(path, e.Fields["path"]);
    }

    [Fact]
    public void EstimateFootprint_WrongFile_IsItsLength()
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".model");
        File.WriteAllBytes(path, WrongFile("lfs"));
        using MLNetBackend backend = NewBackend();
        Assert.Equal(new FileInfo(path).Length, backend.EstimateFootprint(new ModelSource(path)).HostBytes);
    }

    [Fact]
    public void EstimateFootprint_Model_IsItsUnpackedSize()
    {
        using ZipArchive zip = ZipFile.OpenRead(Models.Text);
        using MLNetBackend backend = NewBackend();
        ModelFootprint footprint = backend.EstimateFootprint(new ModelSource(Models.Text));
        Assert.Equal(zip.Entries.Sum(e => e.Length), footprint.HostBytes);
        using IModel model = Load(Models.Text);
        Assert.Equal(footprint, model.Footprint);
    }

    [Fact]
    public void Load_DamagedBytes_IsAnErrorOrAModelAndNothingElse()
    {
        byte[] good = File.ReadAllBytes(Models.Key);
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 150; i++)
        {
            byte[] bad = [.. good];
            for (int k = 0; k < 4; k++) bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, bad);
            try
            {
                Load(path).Dispose();
            }
            catch (MceException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 50, $"Only {refused} of 150 damaged files were refused.");
    }

    [Fact]
    public void Load_FlippedBitInAPart_NamesThePartAndDoesNotReadForEver()
    {
        // In this part ML.NET 5.0.1 would read past the end and never stop.
        byte[] bytes = File.ReadAllBytes(CommittedCases.PathOf("onnx-inside"));
        bytes[953] ^= 0x08;
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        File.WriteAllBytes(path, bytes);

        var e = Assert.Throws<MceException>(() => Load(path));

        Assert.Equal(MceErrorCodes.ModelInvalid, e.Code);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("is damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PartMissing_SaysThatMLNetCantOpenIt()
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        File.Copy(Models.Numeric, path);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update)) zip.Entries.First(e => e.FullName.Contains("Transform_001", StringComparison.Ordinal)).Delete();
        var e = Assert.Throws<MceException>(() => Load(path));
        Assert.Equal(MceErrorCodes.ModelInvalid, e.Code);
        Assert.Contains("can't open", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SavedWithoutSchema_SaysHowToSave()
    {
        string path = Path.Combine(Models.Folder, Guid.NewGuid() + ".zip");
        var ml = new MLContext();
        ml.Model.Save(ml.Model.Load(Models.Numeric, out _), null, path);
        var e = Assert.Throws<MceException>(() => Load(path));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
        Assert.Contains("data.Schema", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Outputs", "Score,Nothing", "It gives: X (Vector<Single, 4>), Label (Single), Features (Vector<Single, 4>), Score (Single)")]
    [InlineData("Outputs", "Score,Score", "twice")]
    [InlineData("Keys", "Text", "Values, Numbers")]
    [InlineData("Batch", "7", "Rows, View")]
    [InlineData("Treads", "7", "Outputs, Keys, Batch, State, Assemblies, IntraOpThreads")]
    public void Load_WrongSetting_SaysWhatThereIs(string name, string value, string message)
    {
        var e = Assert.Throws<MceException>(() => Load(Models.Numeric, (name, value)));
        Assert.Equal(MceErrorCodes.SettingInvalid, e.Code);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OnAnAccelerator_IsRefused()
    {
        using MLNetBackend backend = NewBackend();
        var e = Assert.Throws<MceException>(() => backend.Load(new ModelSource(Models.Numeric, device: new TensorDevice(TensorDeviceKind.Cuda, 0)), CancellationToken.None));
        Assert.Equal(MceErrorCodes.ModelUnsupported, e.Code);
    }

    [Fact]
    public void Load_Cancelled_Throws()
    {
        using MLNetBackend backend = NewBackend();
        Assert.Throws<OperationCanceledException>(() => backend.Load(new ModelSource(Models.Numeric), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Initialize_AnySetting_IsRefused()
    {
        using var backend = new MLNetBackend();
        var settings = new BackendSettings([KeyValuePair.Create("Threads", "2")]);
        Assert.Equal(MceErrorCodes.SettingInvalid, Assert.Throws<MceException>(() => backend.Initialize(new BackendContext(AppContext.BaseDirectory, settings))).Code);
    }

    private byte[] WrongFile(string kind) => kind switch
    {
        "onnx" => [0x08, 0x07, 0x12, 0x07, .. "pytorch"u8],
        "torchscript" => Zip("m/data.pkl", "m/constants.pkl", "m/code/m.py"),
        "torch-export" => Zip("m/models/model.json"),
        "empty" => [],
        "lfs" => Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\nsize 12345\n"),
        "zip" => Zip("readme.txt"),
        "truncated" => File.ReadAllBytes(Models.Text)[..^200],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Zip(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
            foreach (string entry in entries) zip.CreateEntry(entry);
        return stream.ToArray();
    }
}
