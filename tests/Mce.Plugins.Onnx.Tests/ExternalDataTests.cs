using Microsoft.ML.OnnxRuntime;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Weights in files beside the model.</summary>
public sealed class ExternalDataTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    private const int Float = OnnxBuilder.Float, UInt8 = 2;

    [Fact]
    public void Load_SeveralFiles_EachReadFromItsOffsetAndChecked()
    {
        string folder = NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        File.WriteAllBytes(Path.Combine(folder, "a.bin"), Floats(9, 1, 2));
        File.WriteAllBytes(Path.Combine(folder, "deep", "b.bin"), Floats(10, 20, 9, 9));
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, new OnnxBuilder().Input("x", Float, 2).Output("z", Float, 2)
            .ExternalWeights("a", "a.bin", Float, 4, 8, 2).ExternalWeights("b", "deep/b.bin", Float, 0, 8, 2)
            .Node("Add", ["x", "a"], ["y"]).Node("Add", ["y", "b"], ["z"]).Build());
        var seen = new List<string>();
        using IModel model = onnx.Backend.Load(new ModelSource(path) { FileCheck = seen.Add }, CancellationToken.None);
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 100, 200 }, 2);

        using InferenceTensor z = Assert.Single(OnnxFixture.Run(model, x));

        Assert.Equal([111, 222], z.ToArray<float>());
        Assert.Equal([Path.Combine(folder, "a.bin"), Path.Combine(folder, "deep", "b.bin")], seen);
        Assert.Equal([path, .. seen], onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None).Files);
    }

    [Fact]
    public void Load_FileThatTheServerRefuses_NeverOpened()
    {
        string folder = NewFolder(), path = Write(folder, "w.bin");
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), Floats(1, 2));
        var refused = new MceException(MceErrorCodes.NotTrusted, "not that one");
        var source = new ModelSource(path) { FileCheck = file => throw (file.EndsWith("w.bin", StringComparison.Ordinal) ? refused : new InvalidOperationException(file)) };

        Assert.Same(refused, Assert.Throws<MceException>(() => onnx.Backend.Load(source, CancellationToken.None)));
    }

    [Fact]
    public void Load_FileLargerThanTheLimit_Refused()
    {
        string folder = NewFolder(), path = Write(folder, "w.bin");
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), Floats(1, 2, 3));
        var source = new ModelSource(path) { Limits = new SizeLimits { MaxFileBytes = 11 } };

        Assert.Equal(MceErrorCodes.LimitExceeded, Assert.Throws<MceException>(() => onnx.Backend.Load(source, CancellationToken.None)).Code);
    }

    [Theory]
    [InlineData("../w.bin")]
    [InlineData("deep/../../w.bin")]
    [InlineData("deep/../w.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    [InlineData("..")]
    public void Load_PathOutsideTheFolder_Refused(string location)
    {
        string folder = NewFolder(), inner = Path.Combine(folder, "inner");
        Directory.CreateDirectory(Path.Combine(inner, "deep"));
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), Floats(1, 2));
        string path = Write(inner, location);

        var error = Assert.Throws<MceException>(() => onnx.LoadFile(path));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains($"'{location}', which is no path inside the model's folder", error.Message, StringComparison.Ordinal);
        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);
        Assert.Equal([path], outline.Files);
        Assert.Equal([error.Message], outline.Problems);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Load_FileShorterThanItsWeights_Refused(int bytes)
    {
        string folder = NewFolder(), path = Write(folder, "w.bin");
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), new byte[bytes]);

        Assert.Equal(MceErrorCodes.ModelInvalid, Assert.Throws<MceException>(() => onnx.LoadFile(path)).Code);
    }

    [Fact]
    public void Inspect_WeightsOfSubGraphsAndAttributes_AreFound()
    {
        string folder = NewFolder(), path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, new OnnxBuilder().Input("x", Float, 2).Input("c", 9).Output("y", Float, 2)
            .Node("If", "", ["c"], ["y"],
                OnnxBuilder.GraphAttribute("then_branch", "t", "Constant", [], OnnxBuilder.ExternalAttribute("value", "then.bin", 2)),
                OnnxBuilder.GraphAttribute("else_branch", "e", "Identity", ["x"])).Build());

        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);

        Assert.Equal([path, Path.Combine(folder, "then.bin")], outline.Files);
        Assert.Contains("then.bin", Assert.Single(outline.Problems), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Load_MoreThanTwoGigabytesOfWeights_RunsAsBareOnnxRuntime()
    {
        // A sparse file: it takes no room, and ONNX Runtime maps it.
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux makes sparse files without being asked.");
        const long rows = 2_500_000, columns = 1024;
        string folder = NewFolder(), path = Path.Combine(folder, "large.onnx");
        using (FileStream weights = File.Create(Path.Combine(folder, "large.bin")))
        {
            weights.SetLength(rows * columns);
            weights.Position = ((rows - 1) * columns) + 3;
            weights.WriteByte(42);
        }

        File.WriteAllBytes(path, new OnnxBuilder().Input("row", OnnxBuilder.Int64, 1).Output("y", UInt8, 1, columns)
            .ExternalWeights("w", "large.bin", UInt8, 0, rows * columns, rows, columns).Node("Gather", ["w", "row"], ["y"]).Build());
        long[] last = [rows - 1];
        byte[] expected = RunBare(path, last);
        using IModel model = onnx.LoadFile(path, ("Prepacking", "false"));
        using InferenceTensor row = InferenceTensor.FromArray(last, 1);

        using InferenceTensor y = Assert.Single(OnnxFixture.Run(model, row));

        Assert.Equal(42, expected[3]);
        Assert.Equal(expected, y.ToArray<byte>());
        Assert.InRange(model.Footprint.HostBytes, rows * columns, 2 * rows * columns);
    }

    [SkippableFact]
    public void Load_FileOfMoreThanTwoGigabytes_SaysHowToSaveIt()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux makes sparse files without being asked.");
        string path = Path.Combine(NewFolder(), "large.onnx");
        using (FileStream file = File.Create(path))
        {
            // A whole model, and behind it a field that nobody knows: number 100, of 2^31 bytes.
            file.Write(File.ReadAllBytes(OnnxFixture.PathOf("matmul")));
            file.Write([0xA2, 0x06, 0x80, 0x80, 0x80, 0x80, 0x08]);
            file.SetLength(file.Position + (1L << 31));
        }

        var error = Assert.Throws<MceException>(() => onnx.LoadFile(path));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains("at most 2 GiB", error.Message, StringComparison.Ordinal);
        ModelOutline outline = onnx.Backend.Inspect(new ModelSource(path), CancellationToken.None);
        Assert.Equal([error.Message], outline.Problems);
        Assert.Equal("MatMul", Assert.Single(outline.Operators).Name);
    }

    private static byte[] RunBare(string path, long[] row)
    {
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(row, [1]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["row"], [value], ["y"]);
        return outputs[0].GetTensorDataAsSpan<byte>().ToArray();
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(onnx.Write("here", []))!, $"{Guid.NewGuid():N}")).FullName;

    private static string Write(string folder, string location)
    {
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, new OnnxBuilder()
            .Input("x", Float, 2).ExternalWeights("w", location, 2).Output("y", Float, 2).Node("Add", ["x", "w"], ["y"]).Build());
        return path;
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
